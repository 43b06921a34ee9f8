"""Serve the demo portals until Ctrl-C."""

from threading import Event

from archiver.demo.server import DemoPortals

PORTS = (8091, 8092, 8093)


def main() -> None:
    """Print the three addresses and wait; OSError where a port is taken."""
    with DemoPortals(PORTS) as portals:
        for name, address in zip(("county", "city", "mirror"), portals.addresses, strict=True):
            print(f"{name:8}{address}", flush=True)
        try:
            Event().wait()
        except KeyboardInterrupt:
            print()


if __name__ == "__main__":
    main()
