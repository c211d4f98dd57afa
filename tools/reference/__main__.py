"""Write docs/reference: `python -m tools.reference`. A test fails while a page says something else."""

from __future__ import annotations

from tools.reference.pages import FOLDER, PAGES


def main() -> None:
    """Write all pages."""
    for name, page in PAGES.items():
        (FOLDER / name).parent.mkdir(parents=True, exist_ok=True)
        (FOLDER / name).write_text(page(), encoding="utf-8")
        print(f"docs/reference/{name}")


if __name__ == "__main__":
    main()
