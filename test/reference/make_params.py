#!/usr/bin/env python3
"""Writes the fixed parameters and batch that the stored gradients belong to.

    make_params.py --mlp 784,256,128,10 --params p.safetensors
    make_params.py fc1.weight=784x256 fc1.bias=256 --params p.safetensors
    make_params.py --x x.npy --y y.npy

Values follow fixture.py's formula; the batch is the first images of
Fashion-MNIST's test set as bytes, with their labels. Needs no numpy.
"""

import argparse
import array
import math

from fixture import (
    ARRAY_CODES,
    cnn_parameter,
    cnn_shapes,
    mlp_shapes,
    parameter,
    test_batch,
    write_npy,
    write_safetensors,
)


def parse_shape(text):
    return tuple(int(part) for part in text.split("x")) if text else ()


def parse_arguments():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("shapes", nargs="*", metavar="NAME=AxBxC")
    parser.add_argument("--mlp", metavar="WIDTHS",
                        help="parameters of a dense network, such as 784,16,10")
    parser.add_argument("--cnn", action="store_true",
                        help="parameters of example 03's network")
    parser.add_argument("--params", metavar="FILE.safetensors")
    parser.add_argument("--x", metavar="FILE.npy")
    parser.add_argument("--y", metavar="FILE.npy")
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--image-shape", type=parse_shape, default=(784,),
                        help="of one image: 784 (default) or 28x28")
    parser.add_argument("--label-type", choices=["U8", "I32", "I64"],
                        default="I32")
    arguments = parser.parse_args()
    if math.prod(arguments.image_shape) != 784:
        parser.error("--image-shape expects 784 elements, but got "
                     f"{math.prod(arguments.image_shape)}")
    return arguments


def main():
    arguments = parse_arguments()
    shapes = {}
    if arguments.mlp:
        shapes = mlp_shapes([int(w) for w in arguments.mlp.split(",")])
    if arguments.cnn:
        shapes = cnn_shapes()
    values = cnn_parameter if arguments.cnn else parameter
    for item in arguments.shapes:
        name, _, shape = item.partition("=")
        shapes[name] = parse_shape(shape)
    if arguments.params:
        write_safetensors(
            arguments.params,
            {n: ("F32", s, values(n, s)) for n, s in shapes.items()},
        )
    if not arguments.x and not arguments.y:
        return
    images, labels = test_batch(arguments.batch)
    if arguments.x:
        shape = (arguments.batch, *arguments.image_shape)
        write_npy(arguments.x, "U8", shape, images)
    if arguments.y:
        code = ARRAY_CODES[arguments.label_type]
        write_npy(arguments.y, arguments.label_type, (arguments.batch,),
                  array.array(code, labels))


if __name__ == "__main__":
    main()
