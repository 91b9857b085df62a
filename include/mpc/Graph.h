//===- Graph.h - the border under Builder.h -------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What Builder.h asks of libmpc-compiler: C functions over numbers and text, so
// that the typed face above them may be compiled by any compiler as C++17 or
// later. Programs call Builder.h.
//
// The first error of a graph stays; whatever is asked of it later does nothing
// and gives MPC_NO_VALUE. Values are numbered over all functions of a graph.
//
//===----------------------------------------------------------------------===//

#ifndef MPC_GRAPH_H
#define MPC_GRAPH_H

#include "mpc/Compiler.h"

#include <cstddef>
#include <cstdint>

extern "C" {

typedef struct mpc_graph mpc_graph;

enum : int64_t {
  MPC_NO_VALUE = -1,
  MPC_FOREIGN_VALUE = -2 ///< a value of another graph
};

/// Text need not end with a zero; no data is empty text.
struct mpc_text {
  const char *data;
  size_t size;
};

/// A line of somebody's source.
struct mpc_place {
  const char *file;
  int32_t line;
};

/// `element` is numbered as in mpc::Element. Where an op is told its result, -1
/// and no shape stand for those of its first operand.
struct mpc_type {
  int32_t element;
  const int64_t *shape;
  size_t rank;
};

/// Elements of a constant: one for all, or each. One of the two is null.
struct mpc_elements {
  mpc_type type;
  const double *numbers;
  const int64_t *integers;
  size_t count;
};

/// An attribute as MLIR writes it, or elements.
struct mpc_attribute {
  mpc_text name, text;
  const mpc_elements *elements;
};

/// An operand of the row: one value; several of a variadic one; none if absent.
struct mpc_operand {
  const char *name;
  const int64_t *values;
  size_t count;
};

struct mpc_op {
  const char *name; ///< "mpc.add"
  const mpc_operand *operands;
  size_t operand_count;
  const mpc_attribute *attributes;
  size_t attribute_count;
  const mpc_type *told; ///< the result, if the op does not infer it, or null
  size_t result_count;
  mpc_place place;
};

mpc_graph *mpc_graph_create(void);
void mpc_graph_destroy(mpc_graph *graph);

/// The first error with its notes, or empty.
mpc_text mpc_graph_error(const mpc_graph *graph);

int64_t mpc_graph_add_function(mpc_graph *graph, mpc_text name,
                               mpc_place place);

/// Declares what has the role `role`, such as "mpc.param": an input of
/// `function`, or a parameter or state of all functions, which become their
/// arguments where they are used.
int64_t mpc_graph_declare(mpc_graph *graph, int64_t function, const char *role,
                          mpc_text name, mpc_type type,
                          const mpc_attribute *attributes, size_t count,
                          mpc_place place);

/// Gives the first result; the others have the numbers after it.
int64_t mpc_graph_add_op(mpc_graph *graph, int64_t function, const mpc_op *op);

/// Makes `value` a result of `function` that is called `name`.
void mpc_graph_add_result(mpc_graph *graph, int64_t function, mpc_text name,
                          int64_t value, mpc_place place);
/// Makes `value` a result of `function`: what `state` holds from then on.
void mpc_graph_add_update(mpc_graph *graph, int64_t function, int64_t state,
                          int64_t value, mpc_place place);

/// Lives as long as the graph. The value must be one.
mpc_type mpc_graph_type(const mpc_graph *graph, int64_t value);

/// Names the op that makes `value`, or says which format it is kept in.
void mpc_graph_set_name(mpc_graph *graph, int64_t value, mpc_text name);
void mpc_graph_set_format(mpc_graph *graph, int64_t value, mpc_text format);

/// The model as text, which lives until the next call.
mpc_text mpc_graph_print(mpc_graph *graph);

} // extern "C"

namespace mpc {

/// Compiles what was built so far. Null is no model.
CompileResult compileGraph(const mpc_graph *graph,
                           const CompileOptions &options);

} // namespace mpc

#endif // MPC_GRAPH_H
