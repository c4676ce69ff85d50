"""Open documents that are zip files of XML: their members, without entities, and why one cannot be opened."""

import io
import zipfile
import zlib
from typing import Any

from ingest.read.failures import ReadError

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of old Office files, and of new ones behind a password


class Package:
    """The members of a zipped document.

    :raises ReadError: when the bytes are no zip file, or no whole one.
    """

    def __init__(self, content: bytes, kind: str) -> None:
        self.kind = kind
        if content.startswith(_OLE):
            if "EncryptedPackage".encode("utf-16-le") in content:
                raise ReadError(f"the {kind} document is locked by a password")
            raise ReadError("an old Word document (.doc), whatever its name says. Save it as .docx")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
            self.names = frozenset(self._zip.namelist())
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, IndexError) as err:
            raise ReadError(f"not {_a(kind)} document, or a truncated one") from err

    def read(self, name: str) -> bytes:
        """Return the bytes of a member.

        :raises ReadError: when it is damaged or locked.
        """
        try:
            return self._zip.read(name)
        except RuntimeError as err:
            raise ReadError(f"the {self.kind} document is locked by a password") from err
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, KeyError) as err:
            raise ReadError(f"broken {self.kind} document: {name} cannot be unpacked") from err

    def tree(self, name: str) -> Any:  # noqa: ANN401 - an lxml element; lxml is imported late
        """Return the root element of a member, or None when there is no such member. Entities are not followed, nothing is fetched.

        :raises ReadError: when it is no XML, or brings entities of its own.
        """
        from lxml import etree

        if name not in self.names:
            return None
        parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
        try:
            root = etree.fromstring(self.read(name), parser)
        except (etree.LxmlError, ValueError) as err:
            raise ReadError(f"broken {self.kind} document: {str(err)[:120]}") from err
        if root.getroottree().docinfo.internalDTD is not None:
            raise ReadError(f"broken {self.kind} document: {name} declares entities")
        return root

    def optional(self, name: str) -> Any:  # noqa: ANN401
        """Return the root element of a member that says something about the text, None when it is missing or damaged."""
        try:
            return self.tree(name)
        except ReadError:
            return None


def _a(kind: str) -> str:
    return f"{'an' if kind[0] in 'AEIOU' else 'a'} {kind}"


def local(element: Any) -> str:  # noqa: ANN401
    """Return the name of an element without its namespace: documents come in two, with the same names."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Any, name: str) -> str:  # noqa: ANN401
    """Return an attribute by its name without namespace, empty if it is not there."""
    return next((str(value) for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def child(element: Any, *names: str) -> Any:  # noqa: ANN401
    """Return the element reached by going down through the first child of each name, or None."""
    for name in names:
        element = next((part for part in element if local(part) == name), None)
        if element is None:
            return None
    return element
