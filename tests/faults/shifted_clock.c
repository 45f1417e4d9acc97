/* Loaded before libc: whoever asks the time is told it with the seconds that stand in SHIFT_FILE
 * added: two 64-bit numbers, the first for the wall clock, the second for the clock that counts
 * from the machine's start, sleep included. The clock that stands still in sleep stays as it is.
 * A machine that slept has moved both; a clock that was set, the first alone. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static const volatile int64_t *shift = NULL;
static int (*real_gettime)(clockid_t, struct timespec *) = NULL;

__attribute__((constructor)) static void begin(void) {
    const char *name = getenv("SHIFT_FILE");
    int fd = name ? open(name, O_RDONLY | O_CLOEXEC) : -1;
    real_gettime = dlsym(RTLD_NEXT, "clock_gettime");
    if (fd < 0) return;
    void *mapped = mmap(NULL, 16, PROT_READ, MAP_SHARED, fd, 0);
    if (mapped != MAP_FAILED) shift = mapped;
    close(fd);
}

int clock_gettime(clockid_t which, struct timespec *at) {
    if (!real_gettime) real_gettime = dlsym(RTLD_NEXT, "clock_gettime");
    int failed = real_gettime(which, at);
    if (failed || !shift) return failed;
    if (which == CLOCK_REALTIME || which == CLOCK_REALTIME_COARSE) at->tv_sec += shift[0];
    if (which == CLOCK_BOOTTIME) at->tv_sec += shift[1];
    return 0;
}

int gettimeofday(struct timeval *at, void *zone) {
    struct timespec found;
    (void)zone;
    clock_gettime(CLOCK_REALTIME, &found);
    at->tv_sec = found.tv_sec;
    at->tv_usec = found.tv_nsec / 1000;
    return 0;
}

time_t time(time_t *at) {
    struct timespec found;
    clock_gettime(CLOCK_REALTIME, &found);
    if (at) *at = found.tv_sec;
    return found.tv_sec;
}
