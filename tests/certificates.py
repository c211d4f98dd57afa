"""Certificates for servers in tests, made as they are needed."""

import ssl
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from core.services.clock import utc_now


@dataclass(frozen=True)
class Certificate:
    """A certificate that vouches for itself: `file` has its key too, `authority` is what others trust."""

    file: Path
    authority: str

    def server(self) -> ssl.SSLContext:
        """What a server speaks with it."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.file)
        return context

    def trusting(self) -> ssl.SSLContext:
        """What a client speaks that trusts it."""
        return ssl.create_default_context(cadata=self.authority)


def certificate_for(folder: Path, host: str) -> Certificate:
    """A certificate for a name."""
    key, now = ec.generate_private_key(ec.SECP256R1()), utc_now()
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    made = made.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    public = made.sign(key, hashes.SHA256()).public_bytes(pem)
    path = folder / f"{host}.pem"
    path.write_bytes(private + public)
    return Certificate(path, public.decode())
