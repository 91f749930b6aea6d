// Preloaded into a server of the chaos run: shifts its wall clock, and lets writes to its data folder fail, as the bytes
// of a control file say that the test writes. Built at test time with cc -shared -fPIC.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

struct control {
  int64_t offset_ms;  // of the wall clock; monotonic clocks stay as they are
  int32_t fails_with; // an errno, or 0 for none
  int32_t per_mille;  // how many of the calls fail
  int64_t failed;     // how many did, in all processes
};

static struct control *control;
static const char *folder;
static size_t folder_length;
static unsigned int dice;

static int (*real_clock_gettime)(clockid_t, struct timespec *);
static int (*real_gettimeofday)(struct timeval *, void *);
static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_pwrite64)(int, const void *, size_t, off64_t);
static int (*real_fsync)(int);
static int (*real_fdatasync)(int);

__attribute__((constructor)) static void begin(void) {
  real_clock_gettime = dlsym(RTLD_NEXT, "clock_gettime");
  real_gettimeofday = dlsym(RTLD_NEXT, "gettimeofday");
  real_write = dlsym(RTLD_NEXT, "write");
  real_pwrite64 = dlsym(RTLD_NEXT, "pwrite64");
  real_fsync = dlsym(RTLD_NEXT, "fsync");
  real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
  const char *path = getenv("CHAOS_CONTROL");
  folder = getenv("CHAOS_FOLDER");
  if (!path || !folder) return;
  folder_length = strlen(folder);
  dice = (unsigned int)getpid();
  int fd = open(path, O_RDWR | O_CLOEXEC);
  if (fd < 0) return;
  void *at = mmap(NULL, sizeof *control, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  close(fd);
  if (at != MAP_FAILED) control = at;
}

// Whether this call on this file fails now. Logs and sockets are left alone.
static int fails(int fd) {
  if (!control || control->fails_with == 0) return 0;
  if ((int)(rand_r(&dice) % 1000) >= control->per_mille) return 0;
  char link[64], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  if (strncmp(path, folder, folder_length) != 0) return 0;
  __atomic_fetch_add(&control->failed, 1, __ATOMIC_RELAXED);
  errno = control->fails_with;
  return 1;
}

int clock_gettime(clockid_t clock, struct timespec *to) {
  int answer = real_clock_gettime(clock, to);
  if (answer != 0 || !control || (clock != CLOCK_REALTIME && clock != CLOCK_REALTIME_COARSE)) return answer;
  int64_t ms = control->offset_ms;
  to->tv_sec += ms / 1000;
  to->tv_nsec += (ms % 1000) * 1000000;
  if (to->tv_nsec >= 1000000000) to->tv_nsec -= 1000000000, to->tv_sec++;
  if (to->tv_nsec < 0) to->tv_nsec += 1000000000, to->tv_sec--;
  return 0;
}

int gettimeofday(struct timeval *restrict to, void *restrict zone) {
  struct timespec now;
  int answer = real_gettimeofday(to, zone);
  if (answer != 0 || !control || clock_gettime(CLOCK_REALTIME, &now) != 0) return answer;
  to->tv_sec = now.tv_sec;
  to->tv_usec = now.tv_nsec / 1000;
  return 0;
}

time_t time(time_t *to) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  if (to) *to = now.tv_sec;
  return now.tv_sec;
}

ssize_t write(int fd, const void *from, size_t length) { return fails(fd) ? -1 : real_write(fd, from, length); }
ssize_t pwrite(int fd, const void *from, size_t length, off_t at) {
  return fails(fd) ? -1 : real_pwrite64(fd, from, length, at);
}
ssize_t pwrite64(int fd, const void *from, size_t length, off64_t at) {
  return fails(fd) ? -1 : real_pwrite64(fd, from, length, at);
}
int fsync(int fd) { return fails(fd) ? -1 : real_fsync(fd); }
int fdatasync(int fd) { return fails(fd) ? -1 : real_fdatasync(fd); }
