"""Plugins written by tests: a folder, a file, an installed package."""

from pathlib import Path

MANIFEST = 'name = "{name}"\ntitle = "{name}"\nversion = "1.0"\n'


def in_a_folder(path: Path, manifest: str = "", code: str = "", name: str = "") -> Path:
    """A plugin in the folder `path`; `manifest` holds further lines."""
    path.mkdir(parents=True, exist_ok=True)
    lines = MANIFEST.format(name=name or path.name) + manifest
    whole = lines if "api =" in lines else f'{lines}\napi = "1.0"\n'
    (path / "plugin.toml").write_text(whole, encoding="utf-8")
    (path / "__init__.py").touch()
    (path / "plugin.py").write_text(code, encoding="utf-8")
    return path


def in_a_file(path: Path, code: str = "", manifest: str = "") -> Path:
    """A plugin in one file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [f'title = "{path.stem}"', *manifest.splitlines()]
    block = "\n".join(["# /// guanxi-plugin", *(f"# {line}" for line in lines), "# ///"])
    path.write_text(f"{block}\n{code}\n", encoding="utf-8")
    return path


def in_a_package(site: Path, name: str, package: str, code: str = "", value: str = "") -> Path:
    """A plugin as pip would leave it in `site`: the folder, and the entry point that names it."""
    information = site / f"{package}-1.0.dist-info"
    information.mkdir(parents=True)
    (information / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n")
    (information / "entry_points.txt").write_text(f"[guanxi.plugins]\n{name} = {value or package}\n")
    return in_a_folder(site / package, code=code, name=name)
