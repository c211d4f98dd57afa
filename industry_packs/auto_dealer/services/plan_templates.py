"""Plans to begin with: generic ones, of no maker; intervals are usual ones and may be changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

OIL, CABIN, AIR = "机油 / Oil", "空调滤芯 / Cabin filter", "空气滤芯 / Air filter"
BRAKES, TYRES = "制动液 / Brake fluid", "轮胎换位 / Tyre rotation"
INSURANCE, INSPECTION = "INSURANCE", "STATUTORY-INSPECTION"


def _task(code: str, title: str, every: int | None, months: int | None, **first: int) -> Mapping[str, Any]:
    return {"code": code, "title": title, "every": every, "months": months, **first}


def _plan(name: str, unit: str | None, per_year: int, near: int, *tasks: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": name, "meter_unit": unit, "default_per_year": per_year, "lead_days": 30,
        "lead_distance": near, "tasks": list(tasks),
    }  # fmt: skip


COMBUSTION = _plan(
    "燃油车 / Combustion engine", "km", 15_000, 1_000,
    _task("OIL", OIL, 10_000, 12, first=5_000, first_months=6),
    _task("CABIN", CABIN, 20_000, 12),
    _task("AIR", AIR, 20_000, 24),
    _task("BRAKEFLUID", BRAKES, 40_000, 24),
    _task("SPARK", "火花塞 / Spark plugs", 60_000, 48),
    _task("ATF", "变速箱油 / Transmission fluid", 60_000, 48),
)  # fmt: skip
ELECTRIC = _plan(
    "电动车 / Electric", "km", 18_000, 1_000,
    _task("INSPECT", "三电检查 / Check of battery and drive", 20_000, 12),
    _task("ROTATE", TYRES, 10_000, 12),
    _task("CABIN", CABIN, 20_000, 12),
    _task("BRAKEFLUID", BRAKES, None, 24),
    _task("COOLANT", "冷却液 / Coolant", 160_000, 96),
)  # fmt: skip
HEAVY = _plan(
    "营运与重负荷 / Taxi and heavy use", "km", 90_000, 800,
    _task("OIL", OIL, 5_000, 3),
    _task("CABIN", CABIN, 10_000, 6),
    _task("BRAKEPAD", "刹车片 / Brake pads", 30_000, None),
    _task("ROTATE", TYRES, 10_000, 6),
)  # fmt: skip
MILES = _plan(
    "英里 / In miles", "mi", 12_000, 600,
    _task("ROTATE", TYRES, 5_000, 6),
    _task("OIL", OIL, 10_000, 12),
    _task("CABIN", CABIN, 20_000, 24),
    _task("BRAKEFLUID", BRAKES, 40_000, 36),
)  # fmt: skip
SERVICE_PLANS = (COMBUSTION, ELECTRIC, HEAVY, MILES)

BY_DATE: Mapping[str, Mapping[str, Any]] = {
    "insurance": {
        **_plan("车险续保 / Insurance", None, 0, 0, _task(INSURANCE, "车险 / Insurance", None, 12)),
        "lead_days": 45,
    },
    "inspection": {
        **_plan("年检 / Statutory inspection", None, 0, 0, _task(INSPECTION, "年检 / Inspection", None, 12)),
        "lead_days": 45,
    },
}
"""By kind of policy, the plan that reminds of its end; 30 to 60 days before are usual."""
