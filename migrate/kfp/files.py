"""The files of a generated project, from a plan: text in memory, nothing is written."""

from __future__ import annotations

import bridges.luigi
from migrate.image.choose import Image
from migrate.image.dockerfile import ImageSpec, render_dockerfile, render_dockerignore
from migrate.kfp.environment import asked, secret_keys
from migrate.kfp.plan import Plan
from migrate.kfp.render.claim import render_claim
from migrate.kfp.render.config import render_public, render_secret_template
from migrate.kfp.render.parity_test import render_parity_test
from migrate.kfp.render.pipeline_py import Platform, render_pipeline
from migrate.kfp.render.readme import Guide, render_readme
from migrate.kfp.rules.subject import Subject
from migrate.kfp.settings import FILE as SETTINGS_FILE
from migrate.kfp.settings import Settings, render_settings
from migrate.kfp.source import Source
from migrate.luigi.graph import TaskGraph

CONFIGURATIONS = ("luigi.cfg", "client.cfg", "luigi.toml")


def project_files(
    plan: Plan, subject: Subject, settings: Settings, image: Image, source: Source
) -> dict[str, bytes]:
    """Every file but the compiled pipeline and the reports."""
    graph = subject.graph
    public = render_public(graph.config, graph.config_parser)
    config = f"luigi.{graph.config_parser}"
    families = {graph.nodes[i].family: flow.mode for i, flow in subject.flows.items()}
    spec = _image_spec(subject, settings, image, source, config if public else "")
    texts = {
        "pipeline.py": render_pipeline(plan, _platform(subject, settings, image)),
        "Dockerfile": render_dockerfile(spec),
        "Dockerfile.dockerignore": render_dockerignore(spec),
        "requirements.txt": "\n".join(_requirements(image, graph)) + "\n",
        "test_parity.py": render_parity_test(graph),
        "README.md": render_readme(_guide(plan, subject, settings)),
        SETTINGS_FILE: render_settings(
            settings, families, asked(graph).keys() - settings.environment
        ),
        ".gitignore": "runs/\n",
        config: public,
        "secrets.example.cfg": render_secret_template(graph.secrets, graph.config_parser),
    }
    if plan.uses_workspace:
        texts["workspace-claim.yaml"] = render_claim(settings.workspace_claim)
    files = {name: text.encode() for name, text in texts.items() if text}
    return {**files, bridges.luigi.STEP_FILE: bridges.luigi.step_source()}


def _requirements(image: Image, graph: TaskGraph) -> tuple[str, ...]:
    """With what Luigi needs to read its configuration."""
    lines = image.requirements.with_luigi(graph.luigi)
    return (*lines, "toml") if graph.config_parser == "toml" else lines


def kept_out(graph: TaskGraph, source: Source) -> tuple[str, ...]:
    """Files of the repository that hold secrets: they reach neither image nor workspace."""
    return (*(CONFIGURATIONS if graph.secrets else ()), *source.kept_out)


def _platform(subject: Subject, settings: Settings, image: Image) -> Platform:
    mounts = (settings.workspace_mount, *subject.mounts.extra)
    return Platform(settings.image, mounts, settings.secret_name, image.container)


def _image_spec(
    subject: Subject, settings: Settings, image: Image, source: Source, config: str
) -> ImageSpec:
    return ImageSpec(
        image=settings.image,
        base=settings.base_image,
        kfp=image.kfp,
        guessed=image.requirements.guessed,
        config=config,
        kept_out=kept_out(subject.graph, source),
        import_paths=source.import_paths,
    )


def _guide(plan: Plan, subject: Subject, settings: Settings) -> Guide:
    return Guide(
        plan.title,
        settings.image,
        settings.workspace_claim if plan.uses_workspace else "",
        settings.secret_name if subject.graph.secrets else "",
        tuple(param.name for param in plan.params),
        {name: tuple(keys) for name, keys in secret_keys(settings.environment).items()},
    )
