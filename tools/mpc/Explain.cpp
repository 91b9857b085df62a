//===- Explain.cpp - mpc explain ------------------------------------------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mpc/Explain.h"

#include "Command.h"
#include "FileBytes.h"
#include "Model.h"
#include "Text.h"

#include <CLI/App.hpp>
#include <nlohmann/json.hpp>

#include <fnmatch.h>

namespace mpc::tool {

namespace {

using Json = nlohmann::ordered_json;

constexpr const char *kUsage = "mpc explain MODEL.mlir [options]";
constexpr const char *kExamples =
    "  mpc explain model.mlir --format=bf16\n"
    "  mpc explain model.mlir --why 'fc1*'\n"
    "  mpc explain model.mlir --keep='fc3=f32' --json | jq .totals\n";

struct ExplainCommand {
  std::string model;
  std::string pattern;
  bool json = false;
  bool all = false;
  CompileFlags flags;

  Exit run() const;
};

//===----------------------------------------------------------------------===//
// Words
//===----------------------------------------------------------------------===//

/// `adjoint of dot_general "fc1"`; an op without a name is told by its line.
std::string describeOp(const ExplainedOp &op) {
  std::string text = (op.isAdjoint ? "adjoint of " : "") + op.op;
  if (op.name != fmt::format("{}:{}", op.op, op.line) && op.name != op.op)
    text += fmt::format(" \"{}\"", printable(op.name));
  return text;
}

std::string describeStored(const ExplainedOp &op) {
  return op.stored.empty() ? "(reg)"
                           : fmt::format("{}", fmt::join(op.stored, "+"));
}

/// How --keep and --why know the op.
std::string labelOf(const ExplainedOp &op) {
  return (op.isAdjoint ? "adjoint of " : "") + op.name;
}

/// Leaves the ops whose names match.
void filter(Explanation &explanation, const std::string &pattern) {
  auto matches = [&](const std::string &name) {
    return ::fnmatch(pattern.c_str(), name.c_str(), 0) == 0;
  };
  std::vector<std::string> names;
  for (const ExplainedOp &op : explanation.ops)
    names.push_back(op.name);
  std::erase_if(explanation.ops, [&](const ExplainedOp &op) {
    return !matches(op.name) && !matches(labelOf(op));
  });
  if (explanation.ops.empty())
    fail(Exit::usage, "no op has a name like '{}'{}", pattern,
         suggest(pattern, names));
}

/// "contraction", of "amp.contraction".
std::string shortRule(const ExplainedOp &op) {
  return op.rule.substr(op.rule.find('.') + 1);
}

std::string describeReason(const ExplainedOp &op) {
  std::string text = shortRule(op) + ": " + printable(op.reason);
  if (op.stored.empty() && !op.kernel.empty())
    text += fmt::format("; stays in kernel \"{}\"", printable(op.kernel));
  return text;
}

/// Adjoint ops that nothing stores are many, and all alike.
bool isDetail(const ExplainedOp &op) {
  return op.isAdjoint && op.stored.empty() && op.compute == op.store;
}

//===----------------------------------------------------------------------===//
// Totals
//===----------------------------------------------------------------------===//

double shareOf(int64_t part, int64_t whole) {
  return whole ? 100.0 * static_cast<double>(part) / static_cast<double>(whole)
               : 0;
}

/// How much of `figure` is in formats below f32, in percent.
double lowShare(const ExplainTotals &totals, int64_t FormatShare::*figure) {
  int64_t low = 0, all = 0;
  for (const FormatShare &share : totals.formats) {
    all += share.*figure;
    if (share.format != "f32" && share.format != "f64")
      low += share.*figure;
  }
  return shareOf(low, all);
}

std::string describeSize(int64_t bytes) {
  return describeBytes(static_cast<double>(bytes));
}

std::string summarise(const ExplainTotals &totals) {
  return fmt::format(
      "stored low {:.0f} % of bytes between kernels · low-precision FLOPs "
      "{:.1f} % · casts {} "
      "inserted, {} removed, {} left, {} cost memory traffic\n"
      "residuals {} (f32: {}) · states {} (f32: {})\n",
      lowShare(totals, &FormatShare::bytes),
      lowShare(totals, &FormatShare::flops), totals.castsInserted,
      totals.castsRemoved, totals.castsLeft, totals.castsCostly,
      describeSize(totals.residualBytes), describeSize(totals.residualBytesF32),
      describeSize(totals.stateBytes), describeSize(totals.stateBytesF32));
}

//===----------------------------------------------------------------------===//
// Three ways to tell
//===----------------------------------------------------------------------===//

std::string tabulate(const Explanation &explanation, bool all) {
  size_t width = 2, hidden = 0;
  for (const ExplainedOp &op : explanation.ops)
    if (all || !isDetail(op))
      width = std::max(width, describeOp(op).size());
  std::string text = fmt::format("{:{}}  line  {:8} {:9} because\n", "op",
                                 width, "stored", "computed");
  for (const ExplainedOp &op : explanation.ops) {
    if (!all && isDetail(op)) {
      ++hidden;
      continue;
    }
    text += fmt::format("{:{}}  {:>4}  {:8} {:9} {}\n", describeOp(op), width,
                        op.line, describeStored(op), op.compute,
                        describeReason(op));
  }
  if (hidden)
    text +=
        fmt::format("… and {} ops of the adjoint that stay in registers, in "
                    "f32 (--all shows them)\n",
                    hidden);
  return text + "\n" + summarise(explanation.totals);
}

/// Paragraphs on the ops.
std::string answerWhy(const Explanation &explanation) {
  std::string text;
  for (const ExplainedOp &op : explanation.ops) {
    std::string label = labelOf(op);
    std::string other = op.store == "f32" ? "f16" : "f32";
    text += fmt::format("{} ({}) is {}: {}\n  rule {}, computed in {}\n",
                        describeOp(op), printable(op.loc), op.store,
                        printable(op.reason), op.rule, op.compute);
    if (!op.operands.empty())
      text += fmt::format("  reads {}\n", fmt::join(op.operands, ", "));
    text +=
        op.stored.empty()
            ? fmt::format("  stays in registers of kernel \"{}\": casts "
                          "there cost nothing\n",
                          printable(op.kernel))
            : fmt::format("  stored as {} by kernel \"{}\"\n",
                          fmt::join(op.stored, " and "), printable(op.kernel));
    // Rounding gradients is no advice.
    if (op.rule != "keep" && (op.store != "f32" || !op.isAdjoint))
      text += fmt::format("  override with: --keep='{}={}'\n", printable(label),
                          other);
  }
  return text;
}

Json describe(const ExplainedOp &op) {
  Json operands = Json::array();
  for (const std::string &format : op.operands)
    operands.push_back(format);
  return {{"name", op.name},
          {"op", op.op},
          {"loc", op.loc},
          {"adjoint", op.isAdjoint},
          {"reason", op.reason},
          {"results",
           {{{"store", op.store}, {"compute", op.compute}, {"rule", op.rule}}}},
          {"operands", operands},
          {"stored", op.stored},
          {"kernel", op.kernel}};
}

Json describe(const ExplainTotals &totals) {
  Json formats = Json::object();
  for (const FormatShare &share : totals.formats)
    formats[share.format] = {{"ops", share.ops},
                             {"bytes", share.bytes},
                             {"contraction_flops", share.flops}};
  return {{"formats", formats},
          {"casts",
           {{"inserted", totals.castsInserted},
            {"removed", totals.castsRemoved},
            {"left", totals.castsLeft},
            {"costly", totals.castsCostly}}},
          {"residual_bytes", totals.residualBytes},
          {"residual_bytes_f32", totals.residualBytesF32},
          {"state_bytes", totals.stateBytes},
          {"state_bytes_f32", totals.stateBytesF32}};
}

std::string toJson(const Explanation &explanation) {
  Json ops = Json::array();
  for (const ExplainedOp &op : explanation.ops)
    ops.push_back(describe(op));
  Json json = {
      {"version", 1}, {"ops", ops}, {"totals", describe(explanation.totals)}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

Exit ExplainCommand::run() const {
  if (model.empty())
    fail(Exit::usage, "no model given. Usage: {}", kUsage);
  Explanation explanation = explainModel(model, flags.options());
  if (!pattern.empty())
    filter(explanation, pattern);
  writeStdout(json              ? toJson(explanation)
              : pattern.empty() ? tabulate(explanation, all)
                                : answerWhy(explanation));
  return Exit::ok;
}

} // namespace

Run declareExplain(CLI::App &app) {
  auto command = std::make_shared<ExplainCommand>();
  describe(app, kUsage, kExamples);
  app.add_option("model", command->model, "the model");
  named(app.add_option("--why", command->pattern,
                       "tell all about the ops of these names"),
        "PATTERN")
      ->group("output");
  app.add_flag("--all", command->all,
               "also ops of the adjoint that stay in registers")
      ->group("output");
  app.add_flag("--json", command->json, "as JSON, for programs")
      ->group("output");
  command->flags.declare(app);
  return [command] { return command->run(); };
}

} // namespace mpc::tool
