#include "Emitters.h"
namespace mpc::host {
void emitReductions(PointEmitter &emitter, const Kernel &kernel, Tasks &tasks) {}
void emitContraction(PointEmitter &emitter, const Kernel &kernel,
                     const Machine &machine, Tasks &tasks) {}
}
