/* Citizens: what they send, and when a step is over. */
#pragma once
#include "conn.h"
#include "json.h"

static Step *step_of(const Citizen *c) { return &paths[c->path].steps[c->step]; }

static void queue(int slot) {
    ready[ready_to] = slot;
    ready_to = (ready_to + 1) % ready_size;
}

/* A new person: the slot can be read from the id. */
static void newcomer(int slot) {
    Citizen *c = &people[slot];
    c->id = FIRST_PERSON + next_serial++ * opt.citizens + slot;
    c->path = next_serial % path_count;
    c->step = c->message = 0;
    c->update = 0;
}

static int message_json(char *out, int size, const Citizen *c, long message, Span text, Span markup, int by_bot) {
    static const char *bot = "\"from\":{\"id\":123456,\"is_bot\":true,\"first_name\":\"Nege\",\"username\":\"nege_bench_bot\"},";
    int n = snprintf(out, size,
                     "{\"message_id\":%ld,%s\"chat\":{\"id\":%lld,\"first_name\":\"Citizen\",\"last_name\":\"Number\",\"username\":"
                     "\"citizen%lld\",\"type\":\"private\"},\"date\":%ld,\"text\":%.*s",
                     message, by_bot ? bot : "", (long long)c->id, (long long)c->id, (long)time(0), text.n, text.at);
    if (markup.n) n += snprintf(out + n, size - n, ",\"reply_markup\":%.*s", markup.n, markup.at);
    out[n++] = '}';
    out[n] = 0;
    return n;
}

static int update_json(char *out, int size, const Citizen *c) {
    static const char *from = "\"from\":{\"id\":%lld,\"is_bot\":false,\"first_name\":\"Citizen\",\"last_name\":\"Number\","
                              "\"username\":\"citizen%lld\",\"language_code\":\"ru\"},";
    char who[512], message[2 * TEXT];
    long long id = c->id;
    snprintf(who, sizeof who, from, id, id);
    if (c->step == 0) {
        static const char start[] = "\"/start\",\"entities\":[{\"offset\":0,\"length\":6,\"type\":\"bot_command\"}]";
        message_json(message, sizeof message, c, c->update, (Span){start, sizeof start - 1}, (Span){0, 0}, 0);
        return snprintf(out, size, "{\"update_id\":%ld,\"message\":{%s%s}", c->update, who, message + 1);
    }
    Span text = {c->text, strlen(c->text)}, markup = {c->markup, strlen(c->markup)};
    Span data = button(markup, step_of(c)->action);
    message_json(message, sizeof message, c, c->message, text, markup, 1);
    return snprintf(out, size, "{\"update_id\":%ld,\"callback_query\":{\"id\":\"%lld\",%s\"message\":%s,\"chat_instance\":"
                    "\"-4587923847562938475\",\"data\":\"%.*s\"}}", c->update, (long long)c->callback, who, message, data.n, data.at);
}

static void post(Conn *hook, int slot) {
    Citizen *c = &people[slot];
    char head[1024], body[3 * TEXT];
    if (!c->update) { /* a redelivery keeps its id */
        c->update = next_update++;
        c->callback = c->update * opt.citizens + slot;
        c->owed = HTTP | ASKED | (c->step ? TAPPED : 0) | (c->step && step_of(c)->kind == ASK ? EDITED : 0);
        c->sent_at = now();
    }
    int n = update_json(body, sizeof body, c);
    int h = snprintf(head, sizeof head,
                     "POST %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Type: application/json\r\nContent-Length: %d\r\n"
                     "Connection: keep-alive\r\nAccept-Encoding: gzip, deflate\r\n%s%s%s\r\n",
                     opt.path, opt.hook_port, n, opt.secret ? "X-Telegram-Bot-Api-Secret-Token: " : "",
                     opt.secret ? opt.secret : "", opt.secret ? "\r\n" : "");
    hook->citizen = slot;
    memmove(body + h, body, n);
    memcpy(body, head, h);
    put(hook, body, h + n);
}

static void post_ready(void) {
    for (int k = 0; k < opt.conns && ready_from != ready_to; k++) {
        if (hooks[k]->citizen >= 0) continue;
        int slot = ready[ready_from];
        ready_from = (ready_from + 1) % ready_size;
        if (stage != DRAINING || people[slot].update) post(hooks[k], slot); /* at the end only what must come again */
    }
}

/* How many steps of this citizen the bot acknowledged: what it must have kept. */
static void note_in_ledger(const Citizen *c) {
    int steps = c->step + (c->update && !(c->owed & HTTP));
    if (ledger && steps) fprintf(ledger, "%lld %d %d\n", (long long)c->id, c->path, steps);
}

/* Everything that this step owed has come. */
static void step_over(int slot) {
    Citizen *c = &people[slot];
    if (stage == MEASURING) {
        answers += step_of(c)->kept;
        taps += c->step > 0;
    }
    c->update = 0;
    if (++c->step == paths[c->path].n) {
        note_in_ledger(c);
        interviews += stage == MEASURING;
        newcomer(slot);
    }
    if (stage == DRAINING) c->asleep = 1;
    else queue(slot);
}

static void paid(int slot, int debt) {
    Citizen *c = &people[slot];
    c->owed &= ~debt;
    if (!c->owed) step_over(slot);
}
