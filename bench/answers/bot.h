/* What the bot does: every call and every response is compared with the plan. */
#pragma once
#include "citizen.h"

static void complain(const char *what, const Citizen *c, Span body) {
    if (wrong++ >= 5) return;
    const char *action = c ? paths[c->path].steps[c->step].action : "";
    fprintf(stderr, "wrong: %s (citizen %lld, path %d, step %d, %s): %.*s\n", what, c ? (long long)c->id : 0, c ? c->path : 0,
            c ? c->step : 0, action, body.n > 900 ? 900 : body.n, body.at ? body.at : "");
}

static void remember(char **kept, Span value) {
    *kept = realloc(*kept, value.n + 1);
    memcpy(*kept, value.at, value.n);
    (*kept)[value.n] = 0;
}

static void question(int slot, long message, Span text, Span markup, Span body) {
    Citizen *c = &people[slot];
    Step *s = step_of(c);
    if (fnv(text) != s->text || buttons_hash(markup) != s->buttons) {
        complain("another question than the next one", c, body);
        return;
    }
    if (stage == MEASURING && c->step && latency_n < latency_size) latency[latency_n++] = now() - c->sent_at;
    c->message = message;
    remember(&c->text, text);
    remember(&c->markup, markup);
    paid(slot, ASKED);
}

static int slot_of(Span body) {
    int64_t chat = number(member(body, "chat_id"));
    int slot = chat >= FIRST_PERSON ? (chat - FIRST_PERSON) % opt.citizens : -1;
    return slot >= 0 && people[slot].id == chat ? slot : -1;
}

static int sent(Span body, long message, Span text, Span markup) {
    int slot = slot_of(body);
    Citizen *c = slot < 0 ? 0 : &people[slot];
    int due = c && c->update && c->owed & ASKED && (c->step == 0 || step_of(c)->kind == ASK);
    if (due) question(slot, message, text, markup, body);
    else complain("a message that nobody waits for", c, body);
    return slot;
}

static int edited(Span body, long message, Span text, Span markup) {
    int slot = slot_of(body);
    Citizen *c = slot < 0 ? 0 : &people[slot];
    if (!c || !c->update || message != c->message) complain("an edit of another message", c, body);
    else if (step_of(c)->kind == REDRAW && c->owed & ASKED) question(slot, message, text, markup, body);
    else if (c->owed & EDITED && !markup.n && fnv(text) == step_of(c)->edited) paid(slot, EDITED);
    else complain("an edit that nobody waits for", c, body);
    return slot;
}

static void acknowledged(Span body) {
    int64_t callback = number(member(body, "callback_query_id"));
    Citizen *c = callback < 0 ? 0 : &people[callback % opt.citizens];
    if (!c || c->callback != callback || !(c->owed & TAPPED)) complain("a tap acknowledged twice, or none", c, body);
    else if (member(body, "text").n) complain("a tap refused", c, body);
    else paid(callback % opt.citizens, TAPPED);
}

static int respond(char *out, int size, const char *json, int n) {
    return snprintf(out, size, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%.*s", n, n, json);
}

/* The result of a call as JSON into `out`; returns its length. Telegram repeats the message, so the stub does, too. */
static int call(const char *method, Span body, char *out, int size) {
    static const char *me = "{\"ok\":true,\"result\":{\"id\":123456,\"is_bot\":true,\"first_name\":\"Nege\",\"username\":"
                            "\"nege_bench_bot\"}}";
    int sends = !strcmp(method, "sendMessage"), edits = !strcmp(method, "editMessageText");
    if (!strcmp(method, "answerCallbackQuery")) acknowledged(body);
    if (!sends && !edits) {
        const char *flat = !strcmp(method, "getMe") ? me
                           : !strcmp(method, "getMyCommands") ? "{\"ok\":true,\"result\":[]}"
                           : !strncmp(method, "getMy", 5) ? "{\"ok\":true,\"result\":{\"description\":\"\",\"short_description\":\"\"}}"
                                                          : "{\"ok\":true,\"result\":true}";
        return snprintf(out, size, "%s", flat);
    }
    long message = sends ? next_message++ : number(member(body, "message_id"));
    Span text = member(body, "text"), markup = member(body, "reply_markup");
    int slot = (sends ? sent : edited)(body, message, text, markup);
    int n = snprintf(out, size, "{\"ok\":true,\"result\":");
    n += message_json(out + n, size - n, &people[slot < 0 ? 0 : slot], message, text, markup, 1);
    return n + snprintf(out + n, size - n, "}");
}

static void api_request(Conn *c, Span head, Span body) {
    static char json[BUFFER], http[BUFFER];
    char method[64] = "";
    calls += stage == MEASURING;
    const char *bot = memmem(head.at, head.n, "/bot", 4), *slash = bot ? strchr(bot + 4, '/') : 0;
    if (slash) sscanf(slash + 1, "%63[A-Za-z]", method);
    int n = call(method, body, json, sizeof json);
    put_later(c, http, respond(http, sizeof http, json, n));
}

static void hook_response(Conn *c, Span head, Span body) {
    static char json[BUFFER];
    char method[64] = "";
    int slot = c->citizen, status = atoi(head.at + 9);
    c->citizen = -1;
    if (slot < 0) return;
    if (status < 200 || status > 299) {
        if (errors++ < 3) fprintf(stderr, "the webhook answered %d: %.*s\n", status, body.n > 200 ? 200 : body.n, body.at);
        queue(slot);
        return;
    }
    Span named = member(body, "method");
    if (named.n) {
        sscanf(named.at, "\"%63[A-Za-z]", method);
        call(method, body, json, sizeof json);
        in_response += stage == MEASURING;
    }
    paid(slot, HTTP);
}
