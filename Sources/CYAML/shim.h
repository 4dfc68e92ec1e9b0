// What Rue uses of libyaml, for Swift.
#ifndef RUE_YAML_SHIM_H
#define RUE_YAML_SHIM_H
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <yaml.h>
#endif
