/* Loaded before the C library: while a file stands where WATCHDESK_QUOTA says, a quota is used up: no write has room. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/types.h>
#include <unistd.h>

static int is_used_up(void) {
    const char *sign = getenv("WATCHDESK_QUOTA");
    return sign != NULL && access(sign, F_OK) == 0;
}

ssize_t pwrite64(int file, const void *bytes, size_t count, off_t at) {
    static ssize_t (*real)(int, const void *, size_t, off_t);
    if (real == NULL)
        real = (ssize_t (*)(int, const void *, size_t, off_t))dlsym(RTLD_NEXT, "pwrite64");
    if (is_used_up()) {
        errno = EDQUOT;
        return -1;
    }
    return real(file, bytes, count, at);
}

ssize_t pwrite(int file, const void *bytes, size_t count, off_t at) {
    return pwrite64(file, bytes, count, at);
}

int posix_fallocate64(int file, off_t at, off_t size) {
    static int (*real)(int, off_t, off_t);
    if (real == NULL)
        real = (int (*)(int, off_t, off_t))dlsym(RTLD_NEXT, "posix_fallocate64");
    return is_used_up() ? EDQUOT : real(file, at, size);
}

int posix_fallocate(int file, off_t at, off_t size) {
    return posix_fallocate64(file, at, size);
}
