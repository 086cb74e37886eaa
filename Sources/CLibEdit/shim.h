// el_set, el_get, el_wset and history take their arguments by "...", which Swift can't call: one function for each use.
#ifndef CLIBEDIT_SHIM_H
#define CLIBEDIT_SHIM_H

#include <histedit.h>
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>

typedef unsigned char (*libedit_command)(EditLine *, int);
typedef wchar_t *(*libedit_prompt)(EditLine *);

// What a command tells libedit to do next, as constants that Swift sees.
enum {
    libedit_redraws = CC_REFRESH,
    libedit_is_done = CC_NORM,
    libedit_beeps = CC_ERROR,
    libedit_moves_cursor = CC_CURSOR,
    libedit_ends_line = CC_NEWLINE,
};

// The columns of a character, -1 for what can't be printed. POSIX has it; glibc's header shows it to X/Open programs only.
extern int wcwidth(wchar_t);

static inline int libedit_width(wchar_t character) {
    return wcwidth(character);
}

static inline int libedit_set_client(EditLine *editor, void *client) {
    return el_set(editor, EL_CLIENTDATA, client);
}

static inline void *libedit_client(EditLine *editor) {
    void *client = NULL;
    el_get(editor, EL_CLIENTDATA, &client);
    return client;
}

static inline int libedit_set_terminal(EditLine *editor, const char *type) {
    return el_set(editor, EL_TERMINAL, type);
}

static inline int libedit_set_editor(EditLine *editor, const char *name) {
    return el_set(editor, EL_EDITOR, name);
}

// "emacs" or "vi".
static inline const char *libedit_editor(EditLine *editor) {
    const char *name = NULL;
    el_get(editor, EL_EDITOR, &name);
    return name;
}

static inline int libedit_set_signals(EditLine *editor, int on) {
    return el_set(editor, EL_SIGNAL, on);
}

static inline int libedit_set_editing(EditLine *editor, int on) {
    return el_set(editor, EL_EDITMODE, on);
}

static inline int libedit_is_editing(EditLine *editor) {
    int on = 1;
    el_get(editor, EL_EDITMODE, &on);
    return on;
}

// What stands between two of these characters in a prompt is a control sequence, which takes no columns. libedit writes
// it together with the character behind it.
enum { libedit_sequence_mark = 1 };

static inline int libedit_set_prompt(EditLine *editor, libedit_prompt prompt) {
    return el_wset(editor, EL_PROMPT_ESC, prompt, libedit_sequence_mark);
}

static inline int libedit_set_reader(EditLine *editor, el_rfunc_t reader) {
    return el_wset(editor, EL_GETCFN, reader);
}

static inline int libedit_add_command(
    EditLine *editor, const char *name, const char *help, libedit_command command) {
    return el_set(editor, EL_ADDFN, name, help, command);
}

static inline int libedit_bind(EditLine *editor, const char *key, const char *command) {
    return el_set(editor, EL_BIND, key, command, NULL);
}

// What `bind KEY` prints: the key's command, or those of all longer keys that begin with it. To be freed.
static inline char *libedit_bindings(EditLine *editor, const char *key) {
    char *text = NULL;
    size_t length = 0;
    FILE *kept[2] = {NULL, NULL};
    FILE *stream = open_memstream(&text, &length);
    if (stream == NULL) return NULL;
    for (int i = 0; i < 2; i++) {
        el_get(editor, EL_GETFP, i + 1, &kept[i]);
        el_set(editor, EL_SETFP, i + 1, stream);
    }
    el_set(editor, EL_BIND, key, NULL);
    for (int i = 0; i < 2; i++) el_set(editor, EL_SETFP, i + 1, kept[i]);
    fclose(stream);
    return text;
}

// One flag of the terminal: in = "-d" while a line is edited, "-x" between lines; flag = "+icrnl", "-echo" and the like.
static inline int libedit_set_flag(EditLine *editor, const char *in, const char *flag) {
    return el_set(editor, EL_SETTY, in, flag, NULL);
}

static inline int libedit_prepare_terminal(EditLine *editor, int on) {
    return el_set(editor, EL_PREP_TERM, on);
}

static inline int libedit_refresh(EditLine *editor) {
    return el_set(editor, EL_REFRESH);
}

// Makes libedit's picture of the screen anew: where it only clears it, halves of wide characters stay behind. Telling it
// that the terminal wraps, as all do, has that effect.
static inline int libedit_forget_screen(EditLine *editor) {
    return el_set(editor, EL_SETTC, "am", "yes", NULL);
}

// In vi's command mode.
static inline int libedit_bind_alternate(EditLine *editor, const char *key, const char *command) {
    return el_set(editor, EL_BIND, "-a", key, command, NULL);
}

// Puts the cursor behind so many characters. el_cursor, and functions that replace a line, are missing in older
// libedits; in all of them what el_wline gives is the editor's own record.
static inline void libedit_move_cursor(EditLine *editor, int count) {
    LineInfoW *line = (LineInfoW *)(void *)el_wline(editor);
    if (count >= 0 && count <= line->lastchar - line->buffer) line->cursor = line->buffer + count;
}

static inline void libedit_clear_line(EditLine *editor) {
    const LineInfoW *line = el_wline(editor);
    int count = (int)(line->lastchar - line->buffer);
    libedit_move_cursor(editor, count);
    el_deletestr(editor, count);
}

static inline int libedit_use_history(EditLine *editor, History *entries) {
    return el_set(editor, EL_HIST, history, entries);
}

static inline int libedit_history_size(History *entries, int size) {
    HistEvent event;
    return history(entries, &event, H_SETSIZE, size);
}

static inline int libedit_history_unique(History *entries, int on) {
    HistEvent event;
    return history(entries, &event, H_SETUNIQUE, on);
}

static inline int libedit_history_enter(History *entries, const char *entry) {
    HistEvent event;
    return history(entries, &event, H_ENTER, entry);
}

#endif
