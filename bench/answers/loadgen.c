/*
 * The load driver: a stub Bot API server and citizens who answer by webhook, in one thread with epoll.
 *
 *   gcc -O2 -o loadgen loadgen.c
 *   loadgen --api-port 8081 [--citizens 64] [--conns 40] [--warm 5] [--secs 20] [--delay-ms 0] [--secret s] [--path /telegram]
 *           [--ledger file] [--max-wait 20]
 *
 * It listens on the API port at once (the bot asks getMe when it starts), and begins when one line comes on its standard input:
 *
 *   go PORT PLAN PID[,PID…]      the bot's webhook port, the file that expected.py wrote, the processes whose CPU counts
 *
 * A citizen sends /start, then taps what the plan says on the keyboard that the bot sent: the callback data is the bot's own. A
 * step is over when everything that is owed has come: the webhook answered 2xx, the tap acknowledged, the answered question
 * edited, the next question seen. Each text and each keyboard is compared with the plan. The bot is called "wrong" for anything
 * else, and the result is refused: exit code 1. At the end one JSON line is printed and the ledger says how far each citizen got.
 */
#include "bot.h"

/* Length of a whole message in the buffer and of its head; 0 while it is not whole. */
static int whole(Conn *c, int *head) {
    c->in[c->in_n] = 0;
    char *blank = memmem(c->in, c->in_n, "\r\n\r\n", 4);
    if (!blank) return 0;
    *head = blank + 4 - c->in;
    char *length = strcasestr(c->in, "\r\ncontent-length:");
    int n = *head + (length && length < blank ? atoi(length + 17) : 0);
    return c->in_n >= n ? n : 0;
}

static void lost_connection(Conn *c) {
    int slot = c->citizen;
    hang_up(c);
    if (c->kind != HOOK) return;
    connect_hook(c);
    if (slot >= 0) {
        errors++;
        queue(slot);
    }
}

static void readable(Conn *c) {
    for (;;) {
        if (c->in_n == BUFFER) {
            fprintf(stderr, "a message is longer than %d bytes\n", BUFFER);
            exit(4);
        }
        int n = read(c->fd, c->in + c->in_n, BUFFER - c->in_n), head, size;
        if (n < 0 && errno == EAGAIN) return;
        if (n <= 0) {
            lost_connection(c);
            return;
        }
        for (c->in_n += n; c->in_n && (size = whole(c, &head));) {
            Span first = {c->in, head}, body = {c->in + head, size - head};
            (c->kind == API ? api_request : hook_response)(c, first, body);
            memmove(c->in, c->in + size, c->in_n -= size);
        }
    }
}

static void accept_all(Conn *listener) {
    for (int fd; (fd = accept(listener->fd, 0, 0)) >= 0;) {
        unblock(fd);
        conn(fd, API);
    }
}

static void read_plan(const char *name) {
    FILE *file = fopen(name, "r");
    char line[256], kind[16];
    while (file && fgets(line, sizeof line, file)) {
        if (!strncmp(line, "path", 4) && path_count < MOST_PATHS) paths[path_count++].n = 0;
        Path *p = &paths[path_count - 1];
        Step *s = &p->steps[p->n];
        if (sscanf(line, "step %63s %15s %d %lx %lx %lx", s->action, kind, &s->kept, &s->text, &s->buttons, &s->edited) != 6) continue;
        s->kind = strcmp(kind, "redraw") ? ASK : REDRAW;
        if (++p->n == MOST_STEPS) break;
    }
    if (!path_count) {
        fprintf(stderr, "no plan in %s\n", name);
        exit(2);
    }
    fclose(file);
}

static void begin(void) {
    char line[4096], plan[1024], list[1024];
    if (!fgets(line, sizeof line, stdin) || sscanf(line, "go %d %1023s %1023s", &opt.hook_port, plan, list) != 3) exit(2);
    for (char *p = strtok(list, ","); p && pid_count < 16; p = strtok(0, ",")) pids[pid_count++] = atoi(p);
    read_plan(plan);
    hooks = calloc(opt.conns, sizeof *hooks);
    for (int k = 0; k < opt.conns; k++) connect_hook(hooks[k] = conn(-1, HOOK));
    for (int slot = 0; slot < opt.citizens; slot++) {
        newcomer(slot);
        queue(slot);
    }
    stage = WARMING;
    stage_at = now();
}

static int ascending(const void *a, const void *b) {
    double x = *(double *)a, y = *(double *)b;
    return (x > y) - (x < y);
}

static double percentile(double share) { return latency_n ? latency[(long)((latency_n - 1) * share)] * 1e3 : 0; }

static void report(int lost) {
    double cpu = cpu_at, each = answers ? answers : 1;
    qsort(latency, latency_n, sizeof *latency, ascending);
    printf("{\"answers_per_s\":%.1f,\"taps_per_s\":%.1f,\"interviews\":%ld,\"answers\":%ld,\"taps\":%ld,\"seconds\":%.2f,", answers / measured,
           taps / measured, interviews, answers, taps, measured);
    printf("\"p50_ms\":%.2f,\"p90_ms\":%.2f,\"p99_ms\":%.2f,\"max_ms\":%.2f,", percentile(.5), percentile(.9), percentile(.99), percentile(1));
    printf("\"cpu_us_per_answer\":%.1f,\"cpu_us_per_tap\":%.1f,\"bot_core\":%.3f,\"driver_core\":%.3f,", cpu / each * 1e6,
           cpu / (taps ? taps : 1) * 1e6, cpu / measured, own_at / measured);
    printf("\"calls_per_answer\":%.3f,\"calls_per_tap\":%.3f,\"in_response_per_tap\":%.3f,\"errors\":%ld,\"wrong\":%ld,\"lost\":%d,\"citizens\":%d,\"connections\":%d,\"delay_ms\":%d}\n",
           calls / each, calls / (double)(taps ? taps : 1), in_response / (double)(taps ? taps : 1), errors, wrong, lost, opt.citizens, opt.conns, opt.delay_ms);
    fflush(stdout);
}

static void end(void) {
    int lost = 0;
    for (int slot = 0; slot < opt.citizens; slot++) {
        Citizen *c = &people[slot];
        note_in_ledger(c);
        if (c->asleep || !c->update) continue;
        lost++;
        fprintf(stderr, "lost: citizen %lld waits %.1f s at step %d for%s%s%s%s\n", (long long)c->id, now() - c->sent_at, c->step,
                c->owed & HTTP ? " the webhook" : "", c->owed & TAPPED ? " the tap" : "", c->owed & EDITED ? " the edit" : "",
                c->owed & ASKED ? " the next question" : "");
    }
    if (ledger) fclose(ledger);
    report(lost);
    exit(lost || wrong || !answers);
}

static int somebody_waits(double t) {
    int waits = 0;
    for (int slot = 0; slot < opt.citizens; slot++) {
        Citizen *c = &people[slot];
        waits += c->update != 0;
        if (c->update && t - c->sent_at > opt.max_wait) end();
    }
    return waits;
}

static void move_on(double t) {
    if (stage == WARMING && t - stage_at > opt.warm) {
        stage = MEASURING;
        stage_at = t, cpu_at = bot_cpu(), own_at = own_cpu();
    } else if (stage == MEASURING && t - stage_at > opt.secs) {
        measured = t - stage_at, cpu_at = bot_cpu() - cpu_at, own_at = own_cpu() - own_at;
        stage = DRAINING;
    }
    if (stage != WAITING && !somebody_waits(t) && stage == DRAINING) end();
}

static void turn(void) {
    struct epoll_event events[256];
    int n = epoll_wait(ep, events, 256, opt.delay_ms ? 1 : 50);
    for (int i = 0; i < n; i++) {
        Conn *c = events[i].data.ptr;
        if (c->kind == INPUT) { begin(); epoll_ctl(ep, EPOLL_CTL_DEL, 0, 0); continue; }
        if (c->kind == LISTEN) { accept_all(c); continue; }
        if (c->fd < 0) continue;
        if (events[i].events & EPOLLOUT) {
            flush(c);
            if (!c->out_n) watch(c, EPOLL_CTL_MOD, EPOLLIN);
        }
        if (events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) readable(c);
    }
    put_due();
    if (stage != WAITING) post_ready();
}

static void listen_for_calls(void) {
    int fd = socket(AF_INET, SOCK_STREAM, 0), on = 1;
    struct sockaddr_in address = local(opt.api_port);
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(fd, (void *)&address, sizeof address) || listen(fd, 1024)) {
        perror("the API port");
        exit(2);
    }
    unblock(fd);
    conn(fd, LISTEN);
    conn(0, INPUT);
}

static void read_options(int count, char **words) {
    for (int i = 1; i + 1 < count; i += 2) {
        char *name = words[i], *value = words[i + 1];
        if (!strcmp(name, "--api-port")) opt.api_port = atoi(value);
        else if (!strcmp(name, "--citizens")) opt.citizens = atoi(value);
        else if (!strcmp(name, "--conns")) opt.conns = atoi(value);
        else if (!strcmp(name, "--warm")) opt.warm = atof(value);
        else if (!strcmp(name, "--secs")) opt.secs = atof(value);
        else if (!strcmp(name, "--delay-ms")) opt.delay_ms = atoi(value);
        else if (!strcmp(name, "--max-wait")) opt.max_wait = atof(value);
        else if (!strcmp(name, "--path")) opt.path = value;
        else if (!strcmp(name, "--secret")) opt.secret = value;
        else if (!strcmp(name, "--ledger")) opt.ledger = value;
        else {
            fprintf(stderr, "unknown option %s\n", name);
            exit(2);
        }
    }
    if (opt.conns > opt.citizens) opt.conns = opt.citizens;
}

int main(int count, char **words) {
    signal(SIGPIPE, SIG_IGN);
    read_options(count, words);
    ep = epoll_create1(0);
    people = calloc(opt.citizens, sizeof *people);
    ready = calloc(ready_size = opt.citizens + 1, sizeof *ready);
    latency = malloc(latency_size * sizeof *latency);
    delayed = calloc(DELAYED, sizeof *delayed);
    ledger = opt.ledger ? fopen(opt.ledger, "w") : 0;
    listen_for_calls();
    for (double checked = 0;;) {
        turn();
        double t = now();
        if (t - checked < .02) continue;
        checked = t;
        move_on(t);
    }
}
