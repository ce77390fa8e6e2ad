/* Connections: to the webhook of the bot, and from the bot to the stub of the Bot API. */
#pragma once
#include "cpu.h"

static void watch(Conn *c, int operation, int events) {
    struct epoll_event e = {.events = events, .data.ptr = c};
    epoll_ctl(ep, operation, c->fd, &e);
}

static void unblock(int fd) {
    int on = 1;
    fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

static Conn *conn(int fd, Kind kind) {
    Conn *c = calloc(1, sizeof *c);
    *c = (Conn){.fd = fd, .kind = kind, .in = malloc(BUFFER + 1), .out = malloc(BUFFER), .out_size = BUFFER, .citizen = -1};
    if (fd >= 0) watch(c, EPOLL_CTL_ADD, EPOLLIN);
    return c;
}

static void flush(Conn *c) {
    while (c->out_at < c->out_n) {
        int n = write(c->fd, c->out + c->out_at, c->out_n - c->out_at);
        if (n < 0) {
            if (errno == EAGAIN) watch(c, EPOLL_CTL_MOD, EPOLLIN | EPOLLOUT);
            return;
        }
        c->out_at += n;
    }
    c->out_at = c->out_n = 0;
}

static void put(Conn *c, const char *data, int n) {
    if (c->out_n + n > c->out_size) c->out = realloc(c->out, c->out_size = 2 * (c->out_n + n));
    memcpy(c->out + c->out_n, data, n);
    c->out_n += n;
    flush(c);
}

static void put_later(Conn *c, const char *data, int n) {
    if (!opt.delay_ms) {
        put(c, data, n);
        return;
    }
    delayed[delayed_to] = (Delayed){now() + opt.delay_ms * 1e-3, c, memcpy(malloc(n), data, n), n};
    delayed_to = (delayed_to + 1) % DELAYED;
}

static void put_due(void) {
    for (double t = now(); delayed_from != delayed_to && delayed[delayed_from].at <= t;) {
        Delayed *d = &delayed[delayed_from];
        if (d->conn->fd >= 0) put(d->conn, d->data, d->n);
        free(d->data);
        delayed_from = (delayed_from + 1) % DELAYED;
    }
}

static struct sockaddr_in local(int port) {
    return (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
}

static void connect_hook(Conn *c) {
    struct sockaddr_in address = local(opt.hook_port);
    c->fd = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(c->fd, (void *)&address, sizeof address) < 0) {
        perror("the bot's webhook cannot be reached");
        exit(3);
    }
    unblock(c->fd);
    c->in_n = c->out_n = c->out_at = 0;
    c->citizen = -1;
    watch(c, EPOLL_CTL_ADD, EPOLLIN);
}

static void hang_up(Conn *c) {
    epoll_ctl(ep, EPOLL_CTL_DEL, c->fd, 0);
    close(c->fd);
    c->fd = -1;
}
