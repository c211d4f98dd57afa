"""Every way of asking for customers that we could think of: those that must be limited, and those refused."""

from collections.abc import Callable
from typing import Any

import sqlalchemy
from sqlalchemy import (
    String,
    and_,
    case,
    cast,
    column,
    exists,
    extract,
    func,
    intersect,
    lambda_stmt,
    literal,
    literal_column,
    select,
    table,
    text,
    tuple_,
    type_coerce,
    union,
    union_all,
)
from sqlalchemy.orm import Bundle, aliased
from sqlalchemy.orm import join as orm_join

from core.data.models import Contact, Customer, State

Other = aliased(Customer)
subquery = select(Customer.id, Customer.name).subquery()
cte = select(Customer.id, Customer.name).cte()
both = union(select(Customer.id, Customer.name), select(Customer.id, Customer.name)).subquery()
of_contact = Contact.customer_id == Customer.id
core_table = Customer.__table__
raw = text("SELECT id, name FROM core_customer")

# Each answers the names of customers (or of their contacts, which are the same).
LIMITED: dict[str, Callable[[], Any]] = {
    "columns": lambda: select(Customer.name),
    "label": lambda: select(Customer.name.label("n")),
    "function": lambda: select(func.trim(Customer.name)),
    "cast": lambda: select(cast(Customer.name, String)),
    "coerced": lambda: select(type_coerce(Customer.name, String)),
    "concatenated": lambda: select(Customer.name + ""),
    "case": lambda: select(case((Customer.id > 0, Customer.name), else_="")),
    "bundle": lambda: select(Customer.name, Bundle("b", Customer.id)),
    "distinct": lambda: select(Customer.name).distinct(),
    "grouped": lambda: select(Customer.name, func.count()).group_by(Customer.name),
    "having": lambda: select(Customer.name).group_by(Customer.name).having(func.count(Customer.id) > 0),
    "alias": lambda: select(Other.name),
    "alias of a subquery": lambda: select(aliased(Customer, select(Customer).subquery()).name),
    "alias of a union": lambda: select(aliased(Customer, union(select(Customer)).subquery()).name),
    "subquery": lambda: select(subquery.c.name),
    "cte": lambda: select(cte.c.name),
    "recursive cte": lambda: select(_tree().c.name),
    "subquery of a union": lambda: select(both.c.name),
    "union": lambda: union(select(Customer.name), select(Customer.name).where(Customer.id > 2)),
    "union with another": lambda: union_all(
        select(Contact.name).where(Contact.id < 0), select(Customer.name)
    ),
    "intersection": lambda: intersect(select(Customer.name), select(Customer.name)),
    "union of a union": lambda: union(select(both.c.name), select(Customer.name)),
    "join": lambda: select(Contact.name).join(Customer, of_contact),
    "join, columns of both": lambda: select(Customer.name, Contact.id).join(Contact, of_contact),
    "join to an alias": lambda: select(Contact.name).join(Other, Other.id == Contact.customer_id),
    "join to a subquery": lambda: select(Contact.name).join(subquery, subquery.c.id == Contact.customer_id),
    "joined by where": lambda: select(func.coalesce(Customer.name, Contact.name)).where(of_contact),
    "join object with columns": lambda: select(Customer.name, Contact.id).select_from(
        sqlalchemy.join(Contact, Customer, of_contact)
    ),
    "cross join to itself": lambda: select(Customer.name, Other.id).where(Customer.id == Other.id),
    "in a sub-select": lambda: select(Contact.name).where(Contact.customer_id.in_(select(Customer.id))),
    "in a sub-select of an alias": lambda: select(Contact.name).where(
        Contact.customer_id.in_(select(Other.id))
    ),
    "exists": lambda: select(Contact.name).where(exists().where(of_contact)),
    "exists of a select": lambda: select(Contact.name).where(select(Customer.id).where(of_contact).exists()),
    "exists within exists": lambda: select(Contact.name).where(
        exists().where(of_contact, exists().where(Other.id == Customer.id))
    ),
    "correlated count": lambda: select(Contact.name).where(
        select(func.count()).select_from(Customer).where(of_contact).scalar_subquery() > 0
    ),
    "tuple": lambda: select(Customer.name).where(tuple_(Customer.id, Customer.version) > (0, 0)),
    "filter in an aggregate": lambda: select(Customer.name, func.count().filter(Customer.id > 0)).group_by(
        Customer.name
    ),
    "window": lambda: select(Customer.name, func.row_number().over(order_by=Customer.id)),
    "contacts": lambda: select(Contact.name),
    "outer join": lambda: select(Contact.name, Customer.name).outerjoin(Customer, of_contact),
    "from a join of the select": lambda: select(Contact.name).select_from(Customer).join(Contact, of_contact),
    "literal beside it": lambda: select(Customer.name, literal("x")),
    "for update": lambda: select(Customer.name).with_for_update(of=Customer),
    "other columns in the end": lambda: select(Customer.id).with_only_columns(Customer.name),
}

# Each would say something about customers behind the back of the rights.
REFUSED: dict[str, Callable[[], Any]] = {
    "table": lambda: select(core_table.c.name),
    "count of the table": lambda: select(func.count()).select_from(core_table),
    "alias of the table": lambda: select(core_table.alias().c.name),
    "local_table": lambda: select(sqlalchemy.inspect(Customer).local_table),
    "table in a sub-select": lambda: select(Contact.id).where(
        Contact.customer_id.in_(select(core_table.c.id))
    ),
    "table in exists": lambda: select(Contact.id).where(exists().where(core_table.c.name == "foreign")),
    "table in a cte": lambda: select(select(core_table.c.name).cte().c.name),
    "table in a union": lambda: union(select(Customer.name), select(core_table.c.name)),
    "table in a scalar": lambda: select(select(func.max(core_table.c.name)).scalar_subquery()),
    "table of the same name": lambda: select(table("core_customer", column("name")).c.name),
    "table in capitals": lambda: select(table("CORE_Customer", column("name")).c.name),
    "table with a schema": lambda: select(table("core_customer", column("name"), schema="main").c.name),
    "lines' table": lambda: select(table("core_customer_phone", column("phone")).c.phone),
    "sample of the table": lambda: select(func.count()).select_from(sqlalchemy.tablesample(Customer, 5)),
    "text": lambda: raw,
    "text with columns": lambda: raw.columns(Customer.id, Customer.name),
    "from_statement of text": lambda: select(Customer).from_statement(raw),
    "from_statement of a select": lambda: select(Customer).from_statement(select(Customer)),
    "text in where": lambda: select(State.name).where(text("(SELECT max(name) FROM core_customer) = 'x'")),
    "text as from": lambda: select(func.count()).select_from(text("core_customer")),
    "text as a column": lambda: select(text("(SELECT max(name) FROM core_customer)")),
    "text as order": lambda: select(State.name).order_by(text("(SELECT max(name) FROM core_customer)")),
    "text as a subquery": lambda: select(raw.columns(Customer.name).subquery().c.name),
    "literal column": lambda: select(literal_column("(SELECT max(name) FROM core_customer)")),
    "lambda": lambda: lambda_stmt(lambda: select(Customer.name)),
    "count of a join object": lambda: select(func.count()).select_from(
        sqlalchemy.join(Contact, Customer, of_contact)
    ),
    "count of a join object of the ORM": lambda: select(func.count()).select_from(
        orm_join(Customer, Contact, of_contact)
    ),
    "function in where alone": lambda: select(literal(1)).where(func.lower(Customer.name) == "foreign"),
    "function in exists alone": lambda: select(literal(1)).where(
        exists().where(func.lower(Customer.name) == "foreign")
    ),
    "window alone": lambda: select(func.row_number().over(order_by=Customer.name)),
    "partition alone": lambda: select(func.count().over(partition_by=Customer.owner_id)),
    "filter alone": lambda: select(func.count().filter(Customer.name == "foreign")),
    "else alone": lambda: select(case((literal(1) == 2, ""), else_=Customer.name)),
    "extract alone": lambda: select(extract("year", Customer.updated_at)),
    "a write inside": lambda: select(sqlalchemy.delete(Customer).returning(Customer.name).cte("gone").c.name),
    "a write of an unguarded table inside": lambda: select(
        sqlalchemy.delete(State).where(and_(State.name == "x")).returning(State.name).cte("gone").c.name
    ),
}


def _tree() -> Any:
    """Customers and those below them; none is below another here."""
    tree = select(Customer.id, Customer.name).cte("tree", recursive=True)
    below = select(Customer.id, Customer.name).join(tree, Customer.parent_id == tree.c.id)
    return tree.union(below)
