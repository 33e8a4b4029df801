#include "harness/foreign/host.h"

#include "harness/base/allocate.h"
#include "harness/base/json.h"
#include "harness/base/timing.h"
#include "harness/foreign/memory.h"
#include "harness/foreign/protocol.h"
#include "harness/machine/environment.h"
#include "harness/machine/steps.h"
#include "losses/ganloss.h"
#include "reference/format.h"

#include <dlfcn.h>
#include <errno.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>

/* What no plugin has more of, nor a row more bytes. */
enum { MOST_ROWS = 1 << 16, LARGEST_ROW = 1 << 16 };

/* What a handler of signals finds. */
static struct {
    char *memory[2];
    struct host_report *report;
} host;

static bool is_write(const ucontext_t *context)
{
#if defined __x86_64__
    return (context->uc_mcontext.gregs[REG_ERR] & 2) != 0;
#else
    (void)context;
    return false;
#endif
}

/* Notes where, and lets it happen again, with nobody to catch it: of itself, or, where a signal was only sent, by this. */
static void note(int signal, siginfo_t *info, void *context)
{
    struct host_report *report = host.report;
    report->memory = HOST_NO_MEMORY;
    for (uint32_t i = 0; i < 2 && info->si_code > 0; i++) {
        char *at = info->si_addr;
        if (at >= host.memory[i] && at < host.memory[i] + memory_size()) {
            report->memory = i;
            report->at = (uint64_t)(at - host.memory[i]);
        }
    }
    report->is_write = is_write(context);
    report->signal = (uint32_t)signal;
    struct sigaction usual = {.sa_handler = SIG_DFL};
    sigaction(signal, &usual, NULL);
    if (info->si_code <= 0) /* somebody sent it: by itself it does not happen again */
        raise(signal);
}

static void watch(void)
{
    static char stack[1 << 16];
    sigaltstack(&(stack_t){.ss_sp = stack, .ss_size = sizeof stack}, NULL);
    struct sigaction action = {.sa_sigaction = note, .sa_flags = SA_SIGINFO | SA_ONSTACK};
    sigaction(SIGSEGV, &action, NULL);
    sigaction(SIGBUS, &action, NULL);
}

static bool send_line(json_t *hello)
{
    char *line = json_dumps(hello, JSON_COMPACT);
    FILE *to = fdopen(dup(PROTOCOL_ANSWERS), "w");
    bool sent = line && to && fprintf(to, "%s\n", line) > 0;
    sent = to && fclose(to) == 0 && sent;
    free(line);
    json_decref(hello);
    return sent;
}

__attribute__((format(printf, 1, 2))) static int refuse(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *text = allocate_text_of(format, arguments);
    va_end(arguments);
    json_t *why = json_name(text);
    free(text);
    return send_line(json_pack("{s:i, s:o}", "ganloss", PROTOCOL_VERSION, "error", why)) ? 0 : 1;
}

static const struct ganloss_kernel *row_at(const struct ganloss_kernel *rows, size_t i)
{
    return (const struct ganloss_kernel *)(const void *)((const char *)rows + i * rows->size);
}

/* Why a row is malformed; NULL: it is not. */
static const char *fault_of(const struct ganloss_kernel *row, size_t size)
{
    return row->size != size ? "its size differs from the first one's"
           : !row->kind || !row->format || !row->term || !row->variant ? "a string is NULL"
           : !row->f32                                                 ? "its function is NULL"
           : !(row->loss_ulp >= 0) || !(row->grad_ulp >= 0)            ? "a bound is negative or NaN"
                                                                       : NULL;
}

static json_t *row_json(const struct ganloss_kernel *row)
{
    return json_pack("{s:o, s:o, s:o, s:o, s:b, s:b, s:o, s:o, s:b}", "term", json_name(row->term), "variant",
                     json_name(row->variant), "format", json_name(row->format), "kind", json_name(row->kind),
                     "loss", 1, "grad", 1, "loss_ulp", json_number_or_null(row->loss_ulp), "grad_ulp",
                     json_number_or_null(row->grad_ulp), "first_class", row->first_class != 0);
}

/* Says hello for the plugin's rows; NULL: it was refused. */
static const struct ganloss_kernel *introduce(void *library, const char *file, size_t *count, int *status)
{
    const struct ganloss_kernel *(*plugin)(uint32_t, size_t *);
    const char *(*name)(void);
    *(void **)&plugin = dlsym(library, "ganloss_plugin");
    *(void **)&name = dlsym(library, "ganloss_plugin_library");
    if (!plugin) {
        *status = refuse("it exports no function ganloss_plugin");
        return NULL;
    }
    *count = 0;
    const struct ganloss_kernel *rows = plugin(GANLOSS_ABI, count);
    if (!rows || *count == 0) {
        *status = refuse("it has no kernels for version %d of the plugin interface", GANLOSS_ABI);
        return NULL;
    }
    if (*count > MOST_ROWS) {
        *status = refuse("it says that it has %zu kernels: up to %d are taken", *count, MOST_ROWS);
        return NULL;
    }
    if (rows->size < sizeof *rows || rows->size % sizeof(void *) != 0 || rows->size > LARGEST_ROW) {
        *status =
            refuse("its rows of %zu bytes are malformed: %zu or more are expected", rows->size, sizeof *rows);
        return NULL;
    }
    json_t *list = json_array();
    for (size_t i = 0; i < *count; i++) {
        const struct ganloss_kernel *row = row_at(rows, i);
        if (fault_of(row, rows->size)) {
            json_decref(list);
            *status = refuse("its row %zu is malformed: %s", i, fault_of(row, rows->size));
            return NULL;
        }
        json_array_append_new(list, row_json(row));
    }
    const char *called = name ? name() : NULL;
    json_t *library_name = called ? json_name(called) : json_file_name(file);
    *status = send_line(json_pack("{s:i, s:o, s:b, s:o}", "ganloss", PROTOCOL_VERSION, "library",
                                  library_name, "memory", 1, "kernels", list))
                  ? 0
                  : 1;
    return *status == 0 ? rows : NULL;
}

static void call(const struct ganloss_kernel *row, const struct protocol_request *r)
{
    const void *x = host.memory[0] + r->at[PROTOCOL_X];
    const void *y = r->at[PROTOCOL_Y] ? host.memory[0] + r->at[PROTOCOL_Y] : NULL;
    void *loss = host.memory[1] + r->at[PROTOCOL_LOSS], *grad = host.memory[1] + r->at[PROTOCOL_GRAD];
    if (strcmp(row->format, "f32") == 0)
        row->f32(r->n, x, y, loss, grad);
    else
        row->f64(r->n, x, y, loss, grad);
}

/* One call, for the counting. */
struct counted {
    const struct ganloss_kernel *row;
    const struct protocol_request *request;
};

static void run_one(void *argument)
{
    const struct counted *counted = argument;
    call(counted->row, counted->request);
}

static double count(const struct ganloss_kernel *row, const struct protocol_request *request)
{
    struct counted one = {row, request};
    char reason[STEPS_REASON];
    double steps;
    return steps_count(run_one, &one, &steps, reason) ? steps : 0;
}

/* Reads a whole request; false: there are no more. */
static bool next(struct protocol_request *request)
{
    char *at = (char *)request;
    for (size_t done = 0; done < sizeof *request;) {
        ssize_t now = read(PROTOCOL_REQUESTS, at + done, sizeof *request - done);
        if (now <= 0 && !(now < 0 && errno == EINTR))
            return false;
        done += now > 0 ? (size_t)now : 0;
    }
    return true;
}

/* `parts` of the environment were changed when the library was loaded: the first call has them. */
static void answer_all(const struct ganloss_kernel *rows, unsigned parts)
{
    const struct environment usual = environment_usual();
    struct protocol_request request;
    while (next(&request)) {
        const struct ganloss_kernel *row = row_at(rows, request.kernel);
        environment_set(&usual);
        int64_t start = timing_now();
        host.report->steps = request.unused == HOST_COUNTS ? count(row, &request) : 0;
        for (uint32_t i = 0; i < request.repeat && request.unused != HOST_COUNTS; i++)
            call(row, &request);
        host.report->ns = (uint64_t)(timing_now() - start);
        struct environment now = environment_now();
        const struct protocol_answer answer = {request.number, PROTOCOL_FINE,
                                               parts | environment_difference(&now, &usual)};
        environment_set(&usual);
        parts = request.repeat > 0 ? 0 : parts;
        if (write(PROTOCOL_ANSWERS, &answer, sizeof answer) != sizeof answer)
            return;
    }
}

int host_run(const char *file)
{
    size_t count;
    int status = 1;
    void *report = mmap(NULL, sizeof *host.report, PROT_READ | PROT_WRITE, MAP_SHARED, PROTOCOL_RESULTS, 0);
    host.memory[0] = memory_map_guarded(PROTOCOL_INPUTS, false);
    host.memory[1] = memory_map_guarded(PROTOCOL_RESULTS, true);
    if (report == MAP_FAILED || !host.memory[0] || !host.memory[1])
        return refuse("memory cannot be shared with it: %s", strerror(errno));
    host.report = report;
    /* A name without a slash would be looked for in the system's directories. */
    char *path = realpath(file, NULL);
    const struct environment usual = environment_usual();
    environment_set(&usual);
    void *library = path ? dlopen(path, RTLD_NOW | RTLD_LOCAL) : NULL;
    if (!library)
        return refuse("%s", path ? dlerror() : strerror(errno));
    free(path);
    watch();
    const struct ganloss_kernel *rows = introduce(library, file, &count, &status);
    struct environment now = environment_now();
    if (rows)
        answer_all(rows, environment_difference(&now, &usual));
    return status;
}
