/* What the parts of the load driver share: one program, one translation unit, one thread. */
#pragma once
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { BUFFER = 1 << 17, TEXT = 1 << 14, MOST_PATHS = 256, MOST_STEPS = 128, FIRST_PERSON = 1000000 };
enum { HTTP = 1, TAPPED = 2, EDITED = 4, ASKED = 8 }; /* what a citizen is owed */
enum { ASK, REDRAW };

typedef struct { const char *at; int n; } Span;

/* One step of a plan. Hashes: fnv1a of the JSON text; sum of fnv1a of the keyboard's actions. */
typedef struct { char action[64]; int kind, kept; uint64_t text, buttons, edited; } Step;
typedef struct { int n; Step steps[MOST_STEPS]; } Path;

typedef struct {
    int64_t id, callback;
    long update, message;
    int path, step, owed, asleep;
    double sent_at;
    char *text, *markup; /* the open question as JSON: what Telegram repeats inside a tap */
} Citizen;

typedef enum { LISTEN, API, HOOK, INPUT } Kind;
typedef struct { int fd; Kind kind; char *in, *out; int in_n, out_n, out_at, out_size, citizen; } Conn;
typedef struct { double at; Conn *conn; char *data; int n; } Delayed;

static struct { int citizens, conns, delay_ms, api_port, hook_port; double warm, secs, max_wait; char *path, *secret, *ledger; } opt = {
    64, 40, 0, 8081, 0, 5, 20, 20, "/telegram", 0, 0};

static int ep;
static Path paths[MOST_PATHS];
static int path_count;
static Citizen *people;
static Conn **hooks;
static int *ready, ready_from, ready_to, ready_size;
static int64_t next_serial;
static long next_update = 1, next_message = 1;
static int pids[16], pid_count;
static Delayed *delayed;
static int delayed_from, delayed_to;
enum { DELAYED = 1 << 16 };

static enum { WAITING, WARMING, MEASURING, DRAINING } stage = WAITING;
static double stage_at, cpu_at, own_at;
static long answers, taps, interviews, calls, in_response, errors, wrong;
static double *latency, measured;
static long latency_n, latency_size = 1 << 22;
static FILE *ledger;
