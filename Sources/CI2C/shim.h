// What Rue uses of i2c-dev and libi2c, for Swift: Embedded Swift cannot read errno, nor call the
// variadic ioctl. Every function returns a negative errno on failure, read at once.
#ifndef RUE_I2C_SHIM_H
#define RUE_I2C_SHIM_H
#include <errno.h>
#include <fcntl.h>
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>
#include <linux/i2c.h>
#include <linux/i2c-dev.h>
#include <i2c/smbus.h>

// Opens a bus and asks what its adapter can do (I2C_FUNC_… bits). Returns the descriptor.
static inline int rue_i2c_open(const char *path, unsigned long *functions) {
    int fd;
    do fd = open(path, O_RDWR | O_CLOEXEC);
    while (fd < 0 && errno == EINTR);
    if (fd < 0) return -errno;
    if (ioctl(fd, I2C_FUNCS, functions) < 0) {
        int reason = errno;
        close(fd);
        return -reason;
    }
    return fd;
}

// Never repeated: on Linux the descriptor is gone even after EINTR.
static inline void rue_i2c_close(int fd) { close(fd); }

// Chooses the address for SMBus calls; -EBUSY when a driver of the kernel owns it. Sends nothing.
static inline int rue_i2c_select(int fd, uint8_t address) {
    return ioctl(fd, I2C_SLAVE, (unsigned long)address) < 0 ? -errno : 0;
}

// The number of the bus that is open: i2c-dev numbers its files as the buses.
static inline int rue_i2c_number(int fd) {
    struct stat file;
    return fstat(fd, &file) < 0 ? -errno : (int)minor(file.st_rdev);
}

// Writes the name of the kernel's driver that owns an address, from a folder as
// /sys/bus/i2c/devices. Returns its length, less than `size`; the name ends with a zero.
static inline int rue_i2c_holder(const char *devices, int bus, uint8_t address, uint8_t *name,
                                 int size) {
    char link[512], target[512];
    int length = snprintf(link, sizeof link, "%s/%d-%04x/driver", devices, bus, address);
    if (length < 0 || length >= (int)sizeof link) return -ENAMETOOLONG;
    ssize_t count = readlink(link, target, sizeof target - 1);
    if (count < 0) return -errno;
    target[count] = '\0';
    const char *slash = strrchr(target, '/');
    return snprintf((char *)name, (size_t)size, "%s", slash ? slash + 1 : target);
}

// One combined transfer: a write, a repeated start and a read; either may be absent. Returns 0.
static inline int rue_i2c_combined(int fd, uint8_t address, const uint8_t *out, uint16_t out_count,
                                   uint8_t *in, uint16_t in_count) {
    struct i2c_msg messages[2];
    struct i2c_rdwr_ioctl_data data = {.msgs = messages, .nmsgs = 0};
    if (out_count > 0) {
        messages[data.nmsgs++] = (struct i2c_msg){
            .addr = address, .flags = 0, .len = out_count, .buf = (uint8_t *)(uintptr_t)out};
    }
    if (in_count > 0) {
        messages[data.nmsgs++] =
            (struct i2c_msg){.addr = address, .flags = I2C_M_RD, .len = in_count, .buf = in};
    }
    int done = ioctl(fd, I2C_RDWR, &data);
    if (done < 0) return -errno;
    return done == (int)data.nmsgs ? 0 : -EIO;
}

// libi2c already returns a negative errno.
static inline int rue_i2c_write_byte(int fd, uint8_t value) {
    return i2c_smbus_write_byte(fd, value);
}

static inline int rue_i2c_write_byte_data(int fd, uint8_t command, uint8_t value) {
    return i2c_smbus_write_byte_data(fd, command, value);
}

static inline int rue_i2c_write_block(int fd, uint8_t command, const uint8_t *bytes,
                                      uint8_t count) {
    return i2c_smbus_write_i2c_block_data(fd, command, count, bytes);
}

static inline int rue_i2c_read_byte(int fd) { return i2c_smbus_read_byte(fd); }

static inline int rue_i2c_read_byte_data(int fd, uint8_t command) {
    return i2c_smbus_read_byte_data(fd, command);
}

// Reads at most 32 bytes; the buffer must hold 32. Returns how many came.
static inline int rue_i2c_read_block(int fd, uint8_t command, uint8_t count, uint8_t *bytes) {
    return i2c_smbus_read_i2c_block_data(fd, command, count, bytes);
}

// Writes the numbers N of the files i2c-N in a folder, in no order. Returns how many there are,
// at most `capacity`.
static inline int rue_i2c_list(const char *folder, int *numbers, int capacity) {
    DIR *directory = opendir(folder);
    if (!directory) return -errno;
    int count = 0;
    for (struct dirent *entry; count < capacity && (entry = readdir(directory));) {
        if (strncmp(entry->d_name, "i2c-", 4) != 0) continue;
        char *end;
        errno = 0;
        long number = strtol(entry->d_name + 4, &end, 10);
        if (errno != 0 || end == entry->d_name + 4 || *end != '\0') continue;
        if (number < 0 || number > 0xFFFF) continue;
        numbers[count++] = (int)number;
    }
    closedir(directory);
    return count;
}

// Adapter abilities and errno values that Swift compares with: the macros do not all import.
static const unsigned long rue_i2c_can_combine = I2C_FUNC_I2C;
static const unsigned long rue_i2c_can_read_block = I2C_FUNC_SMBUS_READ_I2C_BLOCK;
static const unsigned long rue_i2c_can_write_block = I2C_FUNC_SMBUS_WRITE_I2C_BLOCK;
#endif
