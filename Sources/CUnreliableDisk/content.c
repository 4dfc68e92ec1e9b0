// What a file holds for sure, what was done to it since, and what a loss of power leaves of that.
#include "internal.h"

#include <stdlib.h>
#include <string.h>

// SplitMix64 (Steele, Lea, Flood 2014).
uint64_t disk_random(rue_disk *disk) {
    uint64_t mixed = disk->random += 0x9E3779B97F4A7C15u;
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9u;
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBu;
    return mixed ^ (mixed >> 31);
}

// MARK: Images

// The bytes beyond the size stay zero.
static bool reserve(image *image, uint64_t size) {
    if (size <= image->capacity) return true;
    size_t capacity = image->capacity ? image->capacity : 65536;
    while (capacity < size) capacity *= 2;
    unsigned char *bytes = realloc(image->bytes, capacity);
    if (!bytes) return false;
    memset(bytes + image->capacity, 0, capacity - image->capacity);
    image->bytes = bytes;
    image->capacity = capacity;
    return true;
}

bool image_write(image *image, uint64_t offset, const void *bytes, size_t length) {
    if (!reserve(image, offset + length)) return false;
    memcpy(image->bytes + offset, bytes, length);
    if (offset + length > image->size) image->size = offset + length;
    return true;
}

bool image_truncate(image *image, uint64_t size) {
    if (!reserve(image, size)) return false;
    if (size < image->size) memset(image->bytes + size, 0, image->size - size);
    image->size = size;
    return true;
}

static bool image_copy(image *to, const image *from) {
    return image_write(to, 0, from->bytes ? from->bytes : (unsigned char *)"", from->size);
}

// MARK: Changes

static bool apply(image *image, const change *change) {
    return change->bytes ? image_write(image, change->offset, change->bytes, change->length)
                         : image_truncate(image, change->offset);
}

bool content_record(content *content, uint64_t offset, const void *bytes, uint64_t length) {
    if (content->count == content->capacity) {
        size_t capacity = content->capacity ? content->capacity * 2 : 64;
        change *changes = realloc(content->changes, capacity * sizeof *changes);
        if (!changes) return false;
        content->changes = changes;
        content->capacity = capacity;
    }
    unsigned char *copy = NULL;
    if (bytes) {
        copy = malloc(length ? length : 1);
        if (!copy) return false;
        memcpy(copy, bytes, length);
    }
    content->changes[content->count++] = (change){offset, length, copy};
    return true;
}

static void forget_changes(content *content) {
    for (size_t i = 0; i < content->count; i++) free(content->changes[i].bytes);
    content->count = 0;
}

bool content_make_durable(content *content) {
    for (size_t i = 0; i < content->count; i++) {
        if (!apply(&content->durable, &content->changes[i])) return false;
    }
    forget_changes(content);
    return true;
}

void content_free(content *content) {
    forget_changes(content);
    free(content->changes);
    free(content->durable.bytes);
    free(content);
}

// MARK: The loss of power

// The sectors that a change touches, of a file that had a size before it.
static void touched(const change *change, uint64_t size_before, uint64_t *first, uint64_t *end) {
    uint64_t last = change->bytes ? change->offset + change->length
                                  : (change->offset > size_before ? change->offset : size_before);
    uint64_t start = change->offset < size_before || change->bytes ? change->offset : size_before;
    *first = start / SECTOR;
    *end = (last + SECTOR - 1) / SECTOR;
}

static uint64_t greatest_size(const content *content) {
    uint64_t size = content->durable.size;
    for (size_t i = 0; i < content->count; i++) {
        uint64_t end = content->changes[i].offset + content->changes[i].length;
        if (end > size) size = end;
    }
    return size;
}

// Of every sector any of the versions that it had since the last sync, each as likely; of the size
// too. That sectors come whole is what SQLite's "powersafe overwrite" asks of a disk.
static bool tear(const content *content, image *survivor, rue_disk *disk) {
    uint64_t sectors = greatest_size(content) / SECTOR + 1;
    uint32_t *versions = calloc(sectors, sizeof *versions);
    image work = {0};
    bool good = versions && image_copy(&work, survivor) && reserve(&work, sectors * SECTOR)
        && reserve(survivor, sectors * SECTOR);
    uint64_t size = survivor->size;
    for (size_t i = 0; good && i < content->count; i++) {
        uint64_t first, end;
        touched(&content->changes[i], work.size, &first, &end);
        good = apply(&work, &content->changes[i]) && reserve(&work, sectors * SECTOR);
        for (uint64_t sector = first; good && sector < end; sector++) {
            if (disk_random(disk) % (++versions[sector] + 1) != 0) continue;
            memcpy(survivor->bytes + sector * SECTOR, work.bytes + sector * SECTOR, SECTOR);
        }
        if (disk_random(disk) % (i + 2) == 0) size = work.size;
    }
    if (good) {
        survivor->size = sectors * SECTOR;
        good = image_truncate(survivor, size);
    }
    free(versions);
    free(work.bytes);
    return good;
}

bool content_lose_power(content *content, rue_disk *disk) {
    uint64_t fate = disk_random(disk) % 8;
    bool good = true;
    if (fate == 1) {
        good = content_make_durable(content);  // all of it came through
    } else if (fate == 2) {  // in order, to a point
        size_t whole = disk_random(disk) % (content->count + 1);
        for (size_t i = 0; good && i < whole; i++) {
            good = apply(&content->durable, &content->changes[i]);
        }
    } else if (fate > 2) {
        good = tear(content, &content->durable, disk);
    }  // 0: none of it
    forget_changes(content);
    return good;
}
