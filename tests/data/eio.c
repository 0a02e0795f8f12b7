/* Loaded before the C library: while a file stands where WATCHDESK_EIO says, nothing reaches the disk (S7). */
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

static int fails(void) {
    const char *sign = getenv("WATCHDESK_EIO");
    if (sign == NULL || access(sign, F_OK) != 0)
        return 0;
    errno = EIO;
    return 1;
}

int fsync(int file) {
    (void)file;
    return fails() ? -1 : 0;
}

int fdatasync(int file) {
    (void)file;
    return fails() ? -1 : 0;
}
