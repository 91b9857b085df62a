#!/usr/bin/env python3
"""Writes the parameters and the first batch that the stored gradients belong to.

    make_params.py mlp|cnn|click|unet FOLDER

FOLDER/params.safetensors, and FOLDER/NAME0.npy for each input. Needs no numpy.
"""

import argparse
from pathlib import Path

from networks import NETWORKS, write_inputs, write_parameters


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("network", choices=NETWORKS)
    parser.add_argument("folder", type=Path)
    arguments = parser.parse_args()
    network = NETWORKS[arguments.network]
    write_parameters(network, arguments.folder)
    write_inputs(network, 0, arguments.folder)


if __name__ == "__main__":
    main()
