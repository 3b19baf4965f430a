#include "CSQLiteShim.h"

#include <sqlite3.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

// Eight bytes at a time, the same on every machine. Each step is one-to-one in the word and in what came before: rows that
// differ in one word never have the same seal. Against accidents, not against an attacker.
static uint64_t mixed(uint64_t seal, uint64_t word) {
    seal = (seal ^ word) * 0x9E3779B97F4A7C15u;
    return seal ^ (seal >> 32);
}

static uint64_t word_of(const unsigned char *bytes, int count) {
    uint64_t word = 0;
    for (int place = 0; place < count; place++) word |= (uint64_t)bytes[place] << (8 * place);
    return word;
}

static uint64_t whole_word_of(const unsigned char *bytes) {
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    return word;
}

static uint64_t mixed_bytes(uint64_t seal, const unsigned char *bytes, int count) {
    for (; count >= 8; bytes += 8, count -= 8) seal = mixed(seal, whole_word_of(bytes));
    return count > 0 ? mixed(seal, word_of(bytes, count)) : seal;
}

// Each value with its type and its length before it, so that no two rows are written alike.
static uint64_t mixed_value(uint64_t seal, sqlite3_value *value) {
    int type = sqlite3_value_type(value);
    if (type == SQLITE_NULL) return mixed(seal, (uint64_t)type);
    if (type == SQLITE_INTEGER) return mixed(mixed(seal, (uint64_t)type), (uint64_t)sqlite3_value_int64(value));
    const unsigned char *bytes = type == SQLITE_BLOB ? sqlite3_value_blob(value) : sqlite3_value_text(value);
    int count = sqlite3_value_bytes(value);
    return mixed_bytes(mixed(seal, (uint64_t)type << 32 | (uint32_t)count), bytes, bytes ? count : 0);
}

static void seal_of(sqlite3_context *context, int count, sqlite3_value **values) {
    uint64_t seal = mixed(0, (uint64_t)count);
    for (int place = 0; place < count; place++) seal = mixed_value(seal, values[place]);
    sqlite3_result_int64(context, (sqlite3_int64)seal);
}

int stepwell_sqlite_add_seals(void *database) {
    int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY;
    return sqlite3_create_function_v2((sqlite3 *)database, "seal_of", -1, flags, NULL, seal_of, NULL, NULL, NULL);
}
