//===- KernelTable.cpp - kernels and what they cost, as a table -----------===//
//
// Part of mpc, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "KernelTable.h"

#include "Disassembly.h"
#include "Failure.h"
#include "Text.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <functional>
#include <initializer_list>

namespace mpc::tool {

namespace {

namespace fb = mpcrt::fb;
using Json = nlohmann::ordered_json;

/// A number of a row that may be unknown.
using Get = std::function<std::optional<double>(const KernelRow &)>;

struct Column {
  const char *title; ///< in the table, with the unit
  const char *key;   ///< in JSON
  bool adds;         ///< its sum is worth knowing
  int decimals;
  Get get;
};

/// The sum of counters, if the device has counted.
Get sumOf(std::initializer_list<const char *> names) {
  return [names = std::vector<std::string>(names.begin(), names.end())](
             const KernelRow &row) -> std::optional<double> {
    double sum = 0;
    bool isKnown = false;
    for (const std::string &name : names)
      if (auto it = row.counters.find(name); it != row.counters.end()) {
        sum += it->second;
        isKnown = true;
      }
    return isKnown ? std::optional(sum) : std::nullopt;
  };
}

const std::vector<Column> &columns() {
  static const std::vector<Column> all = {
      {"us", "microseconds", true, 2,
       [](const KernelRow &row) { return row.microseconds; }},
      {"sectors", "sectors", true, 0, sumOf({"loadSectors", "storeSectors"})},
      {"ideal", "ideal_sectors", true, 0,
       sumOf({"loadIdealSectors", "storeIdealSectors"})},
      {"conflicts", "bank_conflicts", true, 0,
       sumOf({"sharedConflicts", "matrixConflicts", "copyConflicts"})},
      {"mma", "mma", true, 0, sumOf({"products"})},
      {"cp.async", "cp_async", true, 0, sumOf({"copyRequests"})},
      {"unique B", "unique_bytes", true, 0, sumOf({"uniqueBytes"})},
      {"asked B", "asked_bytes", true, 0, sumOf({"loadBytes", "storeBytes"})},
      {"buffers B", "buffer_bytes", true, 0,
       [](const KernelRow &row) { return std::optional(row.bufferBytes); }},
      {"regs", "registers", false, 0,
       [](const KernelRow &row) { return row.registers; }},
      {"instr", "instructions", false, 0,
       [](const KernelRow &row) { return row.instructions; }},
      {"spill B", "spill_bytes", false, 0,
       [](const KernelRow &row) { return row.localBytes; }},
      {"shared B", "shared_bytes", false, 0,
       [](const KernelRow &row) { return row.sharedBytes; }},
      {"mma share", "tensor_share", false, 3,
       [](const KernelRow &row) { return row.tensorShare; }},
  };
  return all;
}

std::string describeShape(const fb::Kernel &kernel) {
  const fb::GpuLaunch *launch = kernel.launch();
  if (!launch)
    return fmt::format("{} task{}", kernel.tasks(),
                       kernel.tasks() == 1 ? "" : "s");
  const auto &grid = *launch->grid();
  return fmt::format("{}x{}x{} x {}", grid[0], grid[1], grid[2],
                     launch->block());
}

/// Bytes of all buffers that the launch may touch.
double sumBuffers(const fb::Launch &launch) {
  double bytes = 0;
  for (const fb::Buffer *buffer : *launch.buffers())
    bytes += static_cast<double>(buffer->bytes());
  return bytes;
}

std::map<std::string, double> readCounters(const std::string &text) {
  std::map<std::string, double> counters;
  Json json = Json::parse(text, nullptr, false);
  if (json.is_object())
    for (const auto &[name, value] : json.items())
      if (value.is_number())
        counters[name] = value.get<double>();
  return counters;
}

KernelRow describeLaunch(const mpcrt::LaunchProfile &profile) {
  KernelRow row;
  row.label = profile.kernel->label()->str();
  row.shape = describeShape(*profile.kernel);
  row.counters = readCounters(profile.counters);
  row.bufferBytes = sumBuffers(*profile.launch);
  if (profile.microseconds >= 0)
    row.microseconds = profile.microseconds;
  if (profile.registers >= 0) {
    row.registers = profile.registers;
    row.localBytes = profile.localBytes;
  }
  if (const fb::GpuLaunch *launch = profile.kernel->launch())
    row.sharedBytes = launch->shared_bytes();
  return row;
}

/// What the code of the plan's modules says, each looked at once.
class Codes {
public:
  Codes(const mpcrt::Engine &engine, const fb::Plan &plan)
      : plan(plan), code(engine.section("code:" + plan.target()->str())) {}

  void add(const fb::GpuLaunch &launch, KernelRow &row) {
    auto [it, isNew] = known.try_emplace(launch.module_());
    const fb::Module &module = *plan.modules()->Get(launch.module_());
    if (isNew && module.cubin_bytes() > 0)
      it->second = tools.examine(
          code.subspan(module.cubin_offset(), module.cubin_bytes()));
    if (!it->second)
      return;
    row.registers = it->second->registers;
    row.instructions = it->second->instructions;
    row.localBytes = it->second->localBytes;
    row.tensorShare = it->second->tensorShare;
  }

  /// Why they say nothing, or "".
  std::string whyNot() const {
    bool isUnknown = std::ranges::all_of(
        known, [](const auto &entry) { return !entry.second; });
    if (!tools.whyNot().empty())
      return tools.whyNot();
    return isUnknown && !known.empty()
               ? "registers, spills and the share of tensor-core instructions "
                 "are left out: the engine holds no cubins of NVIDIA's"
               : "";
  }

private:
  const fb::Plan &plan;
  std::span<const std::byte> code;
  Disassembler tools;
  std::map<int, std::optional<CodeFacts>> known;
};

using Nodes = flatbuffers::Vector<flatbuffers::Offset<fb::Node>>;

void listNodes(const Nodes &nodes, const fb::Plan &plan,
               std::vector<mpcrt::LaunchProfile> &launches) {
  for (const fb::Node *node : nodes)
    if (const fb::Launch *launch = node->node_as_Launch())
      launches.push_back({launch, plan.kernels()->Get(launch->kernel())});
    else
      for (int64_t i = 0; i < node->node_as_Loop()->trip(); ++i)
        listNodes(*node->node_as_Loop()->body(), plan, launches);
}

std::optional<double> sum(const KernelTable &table, const Column &column) {
  std::optional<double> total;
  for (const KernelRow &row : table.rows)
    if (std::optional<double> value = column.get(row))
      total = total.value_or(0) + *value;
  return total;
}

std::string printNumber(std::optional<double> value, int decimals) {
  if (!value)
    return "-";
  return decimals ? fmt::format("{:.{}f}", *value, decimals)
                  : groupDigits(static_cast<int64_t>(*value));
}

/// Lines of cells: the first and the last column to the left, the others to the
/// right, each as wide as it must be.
std::string alignCells(const std::vector<std::vector<std::string>> &lines) {
  std::vector<size_t> widths(lines[0].size());
  for (const auto &line : lines)
    for (size_t i = 0; i < line.size(); ++i)
      widths[i] = std::max(widths[i], line[i].size());
  std::string text;
  for (const auto &line : lines) {
    std::string row;
    for (size_t i = 0; i + 1 < line.size(); ++i)
      row += fmt::format(fmt::runtime(i == 0 ? "{:<{}}  " : "{:>{}}  "),
                         line[i], widths[i]);
    text += row + line.back() + "\n";
  }
  return text;
}

} // namespace

std::vector<mpcrt::LaunchProfile> listLaunches(const fb::Function &function,
                                               const fb::Plan &plan) {
  std::vector<mpcrt::LaunchProfile> launches;
  listNodes(*function.nodes(), plan, launches);
  return launches;
}

KernelTable describeKernels(const mpcrt::Engine &engine, const fb::Plan &plan,
                            const std::vector<mpcrt::LaunchProfile> &launches) {
  KernelTable table;
  Codes codes(engine, plan);
  for (const mpcrt::LaunchProfile &launch : launches) {
    KernelRow row = describeLaunch(launch);
    if (const fb::GpuLaunch *gpu = launch.kernel->launch())
      codes.add(*gpu, row);
    table.rows.push_back(std::move(row));
  }
  bool isGpu = std::ranges::any_of(
      launches, [](const auto &launch) { return launch.kernel->launch(); });
  if (std::string why = codes.whyNot(); isGpu && !why.empty())
    table.notes.push_back(why);
  return table;
}

std::string printText(const KernelTable &table) {
  std::vector<std::vector<std::string>> lines(table.rows.size() + 2);
  auto addColumn = [&](const std::string &title, auto cell,
                       const std::string &total) {
    lines.front().push_back(title);
    for (size_t i = 0; i < table.rows.size(); ++i)
      lines[i + 1].push_back(cell(table.rows[i]));
    lines.back().push_back(total);
  };
  addColumn(
      "launch", [](const KernelRow &row) { return row.shape; },
      fmt::format("{} launches", table.rows.size()));
  for (const Column &column : columns())
    if (std::optional<double> total = sum(table, column))
      addColumn(
          column.title,
          [&](const KernelRow &row) {
            return printNumber(column.get(row), column.decimals);
          },
          column.adds ? printNumber(total, column.decimals) : "");
  addColumn(
      "kernel", [](const KernelRow &row) { return printable(row.label); },
      "total");
  return alignCells(lines);
}

std::string
printJson(const KernelTable &table,
          const std::vector<std::pair<std::string, std::string>> &what) {
  Json json;
  for (const auto &[key, value] : what)
    json[key] = value;
  json["notes"] = table.notes;
  json["kernels"] = Json::array();
  for (const KernelRow &row : table.rows) {
    Json entry = {{"label", row.label}, {"launch", row.shape}};
    for (const Column &column : columns())
      if (std::optional<double> value = column.get(row))
        entry[column.key] = *value;
    json["kernels"].push_back(std::move(entry));
  }
  json["total"] = {{"launches", table.rows.size()}};
  for (const Column &column : columns())
    if (std::optional<double> total = sum(table, column); total && column.adds)
      json["total"][column.key] = *total;
  return json.dump() + "\n";
}

} // namespace mpc::tool
