"""The mined model, and cases aligned with the declared workflow, in `analysis.json`; `models_shape.py` defines their
shape."""

from __future__ import annotations

from ledgerium_cli.documents.analysis.models_shape import (
    AlignedJson,
    ConformanceJson,
    ModelJson,
    MoveJson,
    QualityJson,
)
from ledgerium_cli.findings.conformance import AlignedVariant, Conformance
from ledgerium_cli.mining.model import MinedModel, Quality


def model_json(model: MinedModel) -> ModelJson:
    return ModelJson(
        tree=model.tree.text,
        method=model.method,
        variants=model.variants,
        cases=model.cases,
        variants_left_out=model.variants_left_out,
        cases_left_out=model.cases_left_out + model.cases_unordered,
        fitness=_quality(model.fitness),
        precision=_quality(model.precision),
    )


def conformance_json(conformance: Conformance) -> ConformanceJson:
    return ConformanceJson(
        fitness=_quality(conformance.fitness), variants=[_aligned(one) for one in conformance.variants]
    )


def _aligned(one: AlignedVariant) -> AlignedJson:
    return AlignedJson(
        activities=list(one.activities),
        whole=one.whole,
        open=one.open,
        cases=list(one.cases),
        cost=one.alignment.cost,
        moves=[MoveJson(who=move.who, activity=move.activity) for move in one.alignment.moves],
    )


def _quality(quality: Quality) -> QualityJson:
    return QualityJson(measure=quality.measure, value=quality.value, reason=quality.reason)
