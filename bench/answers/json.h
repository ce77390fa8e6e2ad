/* JSON: just enough to find a member of an object and the buttons of a keyboard. */
#pragma once
#include "driver.h"

static uint64_t fnv(Span s) {
    uint64_t h = 14695981039346656037ull;
    for (int i = 0; i < s.n; i++) h = (h ^ (unsigned char)s.at[i]) * 1099511628211ull;
    return h;
}

static const char *skip_string(const char *p, const char *end) {
    for (p++; p < end && *p != '"'; p++)
        if (*p == '\\') p++;
    return p < end ? p + 1 : end;
}

static const char *skip_value(const char *p, const char *end) {
    int depth = 0;
    for (; p < end; p++) {
        if (*p == '"') p = skip_string(p, end) - 1;
        else if (*p == '{' || *p == '[') depth++;
        else if ((*p == '}' || *p == ']') && depth-- == 0) return p;
        else if (*p == ',' && depth == 0) return p;
    }
    return end;
}

static const char *skip_blank(const char *p, const char *end) {
    while (p < end && (*p == ' ' || *p == '\n' || *p == ',' || *p == ':')) p++;
    return p;
}

/* The raw value of a member of this object; n is 0 if there is none. */
static Span member(Span object, const char *name) {
    const char *end = object.at + object.n, *p = memchr(object.at, '{', object.n);
    int length = strlen(name);
    for (p = p ? p + 1 : end; (p = skip_blank(p, end)) < end && *p == '"';) {
        const char *key = p + 1, *after = skip_string(p, end), *value = skip_blank(after, end);
        p = skip_value(value, end);
        if (after - 1 - key == length && !memcmp(key, name, length)) return (Span){value, p - value};
    }
    return (Span){0, 0};
}

static int64_t number(Span value) {
    int quoted = value.n && *value.at == '"';
    return value.n ? strtoll(value.at + quoted, 0, 10) : -1;
}

/* Walk the callback data of a keyboard: `cursor` moves on; n is 0 at the end. */
static Span next_data(Span markup, const char **cursor) {
    static const char key[] = "\"callback_data\":\"";
    const char *end = markup.at + markup.n, *from = *cursor ? *cursor : markup.at;
    const char *found = from ? memmem(from, end - from, key, sizeof key - 1) : 0;
    if (!found) return (Span){0, 0};
    const char *data = found + sizeof key - 1;
    *cursor = skip_string(data - 1, end);
    return (Span){data, *cursor - 1 - data};
}

/* `nonce:turn:action` without its first two parts. */
static Span action_of(Span data) {
    for (int colons = 0; data.n && colons < 2; data.at++, data.n--) colons += *data.at == ':';
    return data;
}

static uint64_t buttons_hash(Span markup) {
    uint64_t sum = 0;
    const char *cursor = 0;
    for (Span data; (data = next_data(markup, &cursor)).n;) sum += fnv(action_of(data));
    return sum;
}

static Span button(Span markup, const char *action) {
    const char *cursor = 0;
    for (Span data; (data = next_data(markup, &cursor)).n;) {
        Span found = action_of(data);
        if (found.n == (int)strlen(action) && !memcmp(found.at, action, found.n)) return data;
    }
    return (Span){0, 0};
}
