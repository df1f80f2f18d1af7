"""The PersistentVolumeClaim of the shared volume."""

from __future__ import annotations

TEMPLATE = """\
# The volume that the pipeline's steps share.
# Set the size, and a storage class that many nodes can mount.
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: {name}
spec:
  accessModes: [ReadWriteMany]
  resources:
    requests:
      storage: 100Gi
"""


def render_claim(name: str) -> str:
    """A manifest for ``kubectl apply -f``."""
    return TEMPLATE.format(name=name)
