"""Rights: who may see and do what, as SQL criteria, field rights and permissions."""

from core.services.access.access import Access
from core.services.access.catalogue import Catalogue
from core.services.access.fields import FieldRights

__all__ = ["Access", "Catalogue", "FieldRights"]
