// What Rue uses of libi2c, for Swift.
#ifndef RUE_I2C_SHIM_H
#define RUE_I2C_SHIM_H
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <linux/i2c-dev.h>
#include <i2c/smbus.h>
#endif
