/*
 * A subject for ./fragcache conform: files in arrays, a clone is a copy.
 *
 *     cc -std=c11 -Wall -Wextra -O2 -o fileview fileview.c
 *     ./fragcache conform --model MCFileView_Calls --subject exec:./fileview
 *
 * The protocol is in README.md beside this file: a request a line on standard
 * input, an answer a line on standard output.  Built with -DWRONG=1 a clone
 * shares its blocks with the source; with -DWRONG=2 a punch forgets the last
 * block; both must be found.
 */
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifndef WRONG
#define WRONG 0
#endif

enum { FILES = 8, BLOCKS = 64, UNITS = 8, NAME = 32, KEYS = 24, ITEMS = 64 };

static void die(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	fputs("fileview: ", stderr);
	vfprintf(stderr, format, args);
	fputc('\n', stderr);
	va_end(args);
	exit(1);
}

/* ---- JSON: one flat object a line; a value is a scalar or an array of them */

struct scalar {
	char text[NAME]; /* of a string or a number */
	long number;
};

struct field {
	char key[NAME];
	int items; /* 1 for a scalar */
	struct scalar item[ITEMS];
};

struct request {
	int fields;
	struct field field[KEYS];
};

static const char *at; /* where the line has been read to */

static bool took(char c)
{
	while (*at == ' ' || *at == '\t')
		at++;
	if (*at != c)
		return false;
	at++;
	return true;
}

static void take(char c)
{
	if (!took(c))
		die("found '%.20s', expected '%c'", at, c);
}

/* Names need no escapes, so there are none here. */
static void take_string(char *text)
{
	size_t n;

	take('"');
	n = strcspn(at, "\"\\");
	if (at[n] != '"' || n >= NAME)
		die("found '%.20s', expected a short string", at);
	memcpy(text, at, n);
	text[n] = '\0';
	at += n + 1;
}

static void take_scalar(struct scalar *s)
{
	char *end;

	while (*at == ' ')
		at++;
	if (*at == '"') {
		take_string(s->text);
		s->number = -1;
		return;
	}
	s->number = strtol(at, &end, 10);
	if (end == at)
		die("found '%.20s', expected a string or a number", at);
	snprintf(s->text, sizeof(s->text), "%ld", s->number);
	at = end;
}

static void take_request(struct request *r)
{
	r->fields = 0;
	take('{');
	do {
		struct field *f = &r->field[r->fields++];

		if (r->fields > KEYS)
			die("more than %d keys", KEYS);
		take_string(f->key);
		take(':');
		f->items = 0;
		if (!took('[')) {
			take_scalar(&f->item[f->items++]);
			continue;
		}
		while (!took(']')) {
			if (f->items > 0)
				take(',');
			if (f->items == ITEMS)
				die("more than %d elements", ITEMS);
			take_scalar(&f->item[f->items++]);
		}
	} while (took(','));
	take('}');
}

static const struct field *get(const struct request *r, const char *key)
{
	for (int i = 0; i < r->fields; i++)
		if (strcmp(r->field[i].key, key) == 0)
			return &r->field[i];
	die("a request without \"%s\"", key);
	return NULL;
}

static long number(const struct request *r, const char *key)
{
	return get(r, key)->item[0].number;
}

/* ---- The file system */

static struct file {
	char name[NAME];
	bool exists;
	int size;           /* in units */
	int *block[BLOCKS]; /* each of UNITS */
} files[FILES];

static int store[FILES][BLOCKS][UNITS];
static int nfiles, blocks, units; /* of the model; units are those in a block */

static int *unit(struct file *f, int u)
{
	return &f->block[u / units][u % units];
}

static void zero(struct file *f, int from, int end)
{
	for (int u = from; u < end; u++)
		*unit(f, u) = 0;
}

static void reset(void)
{
	memset(store, 0, sizeof(store));
	for (int i = 0; i < nfiles; i++) {
		files[i].exists = false;
		files[i].size = 0;
		for (int b = 0; b < blocks; b++)
			files[i].block[b] = store[i][b];
	}
}

static int round_up(int u)
{
	return (u + units - 1) / units * units;
}

static bool overlap(struct file *f, int u, struct file *g, int v, int n)
{
	return f == g && u < v + n && v < u + n;
}

static const char *do_write(struct file *f, int u, int data)
{
	if (!f->exists)
		return "ENOENT";
	if (u >= blocks * units)
		return "EFBIG";
	*unit(f, u) = data;
	if (u >= f->size)
		f->size = u + 1;
	return "OK";
}

static const char *do_truncate(struct file *f, int n)
{
	if (!f->exists)
		return "ENOENT";
	if (n > blocks * units)
		return "EFBIG";
	if (n < f->size)
		zero(f, n, f->size);
	f->size = n;
	return "OK";
}

static const char *do_punch(struct file *f, int u, int n)
{
	if (!f->exists)
		return "ENOENT";
	if (n == 0)
		return "EINVAL";
	if (u + n > blocks * units)
		return "EFBIG";
	if (WRONG == 2 && n > units)
		n -= units;
	zero(f, u, u + n);
	return "OK";
}

static const char *do_clone(struct file *f, int u, int n, struct file *g, int v)
{
	int len = n == 0 ? f->size - u : n;
	int max = blocks * units;

	if (!f->exists || !g->exists)
		return "ENOENT";
	if (len == 0)
		return "OK";
	if (u % units != 0 || v % units != 0 || u >= f->size)
		return "EINVAL";
	if (v >= max)
		return "EFBIG";
	if (u + len > f->size || v + len > max)
		return "EINVAL";
	if (len % units != 0 && u + len != f->size)
		return "EINVAL";
	if (overlap(f, u, g, v, round_up(len)))
		return "EINVAL";
	if (len % units != 0 && v + len < g->size)
		return "EINVAL"; /* a short block, not into the middle */
	for (int b = 0; b < round_up(len) / units; b++) {
		int **to = &g->block[v / units + b];
		int *from = f->block[u / units + b];

		if (WRONG == 1)
			*to = from;
		else
			memcpy(*to, from, (size_t)units * sizeof(**to));
	}
	if (g->size < v + len)
		g->size = v + len;
	return "OK";
}

static const char *do_dedupe(struct file *f, int u, int n, struct file *g, int v)
{
	int len = u + n == f->size && v + n == g->size ? n : n / units * units;

	if (!f->exists || !g->exists)
		return "ENOENT";
	if (n == 0)
		return u > f->size ? "EINVAL" : "SAME";
	if (u % units != 0 || v % units != 0)
		return "EINVAL";
	if (u + n > f->size || v + n > g->size)
		return "EINVAL";
	if (overlap(f, u, g, v, round_up(len)))
		return "EINVAL";
	for (int i = 0; i < len; i++)
		if (*unit(f, u + i) != *unit(g, v + i))
			return "DIFFERS";
	return "SAME";
}

static const char *do_create(struct file *f)
{
	if (f->exists)
		return "EEXIST";
	f->exists = true;
	return "OK";
}

static const char *do_unlink(struct file *f)
{
	if (!f->exists)
		return "ENOENT";
	zero(f, 0, blocks * units);
	f->size = 0;
	f->exists = false;
	return "OK";
}

/* ---- Requests */

static struct file *file(const struct scalar *name)
{
	for (int i = 0; i < nfiles; i++)
		if (strcmp(files[i].name, name->text) == 0)
			return &files[i];
	die("no file %s", name->text);
	return NULL;
}

static void hello(const struct request *r, long id)
{
	static const char *known = " Read Write Truncate Punch Clone Dedupe Fsync Create Unlink ";
	const struct field *names = get(r, "files");
	const struct field *ops = get(r, "ops");

	nfiles = names->items;
	blocks = (int)number(r, "blocks");
	units = (int)number(r, "unitsPerBlock");
	if (nfiles > FILES || blocks > BLOCKS || units > UNITS || number(r, "capacity") != 0) {
		printf("{\"id\":%ld,\"decline\":\"too large, or a limit to the store\"}\n", id);
		return;
	}
	for (int i = 0; i < ops->items; i++) {
		char word[NAME + 2];

		snprintf(word, sizeof(word), " %s ", ops->item[i].text);
		if (strstr(known, word) == NULL) {
			printf("{\"id\":%ld,\"decline\":\"no call %s\"}\n", id, ops->item[i].text);
			return;
		}
	}
	for (int i = 0; i < nfiles; i++)
		strcpy(files[i].name, names->item[i].text);
	reset();
	printf("{\"id\":%ld,\"protocol\":1,\"name\":\"fileview.c\","
	       "\"observes\":[\"exists\",\"size\",\"content\"]}\n", id);
}

static void apply(const struct request *r, long id)
{
	const char *call = get(r, "call")->item[0].text;
	const struct scalar *arg = get(r, "args")->item;
	struct file *f = file(&arg[0]);
	int x = (int)arg[1].number;
	int y = (int)arg[2].number;
	const char *status;

	if (strcmp(call, "Read") == 0) {
		if (f->exists && x < f->size) {
			printf("{\"id\":%ld,\"status\":\"OK\",\"data\":[%d]}\n", id, *unit(f, x));
			return;
		}
		status = f->exists ? "OK" : "ENOENT";
	} else if (strcmp(call, "Write") == 0)
		status = do_write(f, x, y);
	else if (strcmp(call, "Truncate") == 0)
		status = do_truncate(f, x);
	else if (strcmp(call, "Punch") == 0)
		status = do_punch(f, x, y);
	else if (strcmp(call, "Clone") == 0)
		status = do_clone(f, x, y, file(&arg[3]), (int)arg[4].number);
	else if (strcmp(call, "Dedupe") == 0)
		status = do_dedupe(f, x, y, file(&arg[3]), (int)arg[4].number);
	else if (strcmp(call, "Fsync") == 0)
		status = f->exists ? "OK" : "ENOENT";
	else if (strcmp(call, "Create") == 0)
		status = do_create(f);
	else if (strcmp(call, "Unlink") == 0)
		status = do_unlink(f);
	else
		status = "ENOSYS";
	printf("{\"id\":%ld,\"status\":\"%s\"}\n", id, status);
}

static void observe(long id)
{
	printf("{\"id\":%ld,\"state\":{\"exists\":{", id);
	for (int i = 0; i < nfiles; i++)
		printf("%s\"%s\":%s", i ? "," : "", files[i].name, files[i].exists ? "true" : "false");
	printf("},\"size\":{");
	for (int i = 0; i < nfiles; i++)
		printf("%s\"%s\":%d", i ? "," : "", files[i].name, files[i].size);
	printf("},\"content\":{");
	for (int i = 0; i < nfiles; i++) {
		printf("%s\"%s\":[", i ? "," : "", files[i].name);
		for (int u = 0; u < blocks * units; u++)
			printf("%s%d", u ? "," : "", *unit(&files[i], u));
		printf("]");
	}
	printf("}}}\n");
}

int main(void)
{
	static char line[1 << 16];
	static struct request r;

	while (fgets(line, sizeof(line), stdin) != NULL) {
		const char *what;
		long id;

		at = line;
		take_request(&r);
		what = get(&r, "do")->item[0].text;
		id = number(&r, "id");
		if (strcmp(what, "hello") == 0)
			hello(&r, id);
		else if (strcmp(what, "apply") == 0)
			apply(&r, id);
		else if (strcmp(what, "observe") == 0)
			observe(id);
		else if (strcmp(what, "reset") == 0) {
			reset();
			printf("{\"id\":%ld,\"ok\":true}\n", id);
		} else if (strcmp(what, "bye") == 0) {
			printf("{\"id\":%ld,\"ok\":true}\n", id);
			return 0;
		} else
			die("no request \"%s\"", what);
		fflush(stdout);
	}
	return 0;
}
