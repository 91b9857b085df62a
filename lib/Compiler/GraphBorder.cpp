//===- GraphBorder.cpp - the functions of mpc/Graph.h ------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Compilation.h"
#include "Graph.h"

using namespace mpc;

static mpc_text toText(llvm::StringRef text) {
  return {text.data(), text.size()};
}

mpc_graph *mpc_graph_create() { return new mpc_graph; }

void mpc_graph_destroy(mpc_graph *graph) { delete graph; }

mpc_text mpc_graph_error(const mpc_graph *graph) {
  return toText(graph->getError());
}

int64_t mpc_graph_add_function(mpc_graph *graph, mpc_text name,
                               mpc_place place) {
  return graph->addFunction(toRef(name), graph->getLocation(place));
}

int64_t mpc_graph_declare(mpc_graph *graph, int64_t function, const char *role,
                          mpc_text name, mpc_type type,
                          const mpc_attribute *attributes, size_t count,
                          mpc_place place) {
  return graph->declare(function, role, toRef(name), type, {attributes, count},
                        graph->getLocation(place));
}

int64_t mpc_graph_add_op(mpc_graph *graph, int64_t function, const mpc_op *op) {
  return graph->addOp(function, *op);
}

void mpc_graph_add_result(mpc_graph *graph, int64_t function, mpc_text name,
                          int64_t value, mpc_place place) {
  graph->addResult(function, toRef(name), value, graph->getLocation(place));
}

void mpc_graph_add_update(mpc_graph *graph, int64_t function, int64_t state,
                          int64_t value, mpc_place place) {
  graph->addUpdate(function, state, value, graph->getLocation(place));
}

mpc_type mpc_graph_type(const mpc_graph *graph, int64_t value) {
  return graph->getType(value);
}

void mpc_graph_set_name(mpc_graph *graph, int64_t value, mpc_text name) {
  graph->setName(value, toRef(name));
}

void mpc_graph_set_format(mpc_graph *graph, int64_t value, mpc_text format) {
  graph->setFormat(value, toRef(format));
}

mpc_text mpc_graph_print(mpc_graph *graph) {
  graph->text = graph->print();
  return toText(graph->text);
}

CompileResult mpc::compileGraph(const mpc_graph *graph,
                                const CompileOptions &options) {
  CompileResult result;
  Compilation compilation(options, result);
  if (mlir::OwningOpRef<mlir::ModuleOp> model =
          graph ? graph->cloneModel() : nullptr)
    compilation.run(*model);
  else
    compilation.run(graph ? graph->getMessage()
                          : makeMessage(CompileMessage::Kind::error,
                                        "there is no model"));
  return result;
}
