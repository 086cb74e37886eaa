// md4c puts its dialects together from flags in macros, which Swift can't read: the one that is used here, as a constant.
#ifndef CMARKDOWN_SHIM_H
#define CMARKDOWN_SHIM_H

#include <md4c.h>

enum {
    // What GitHub takes: tables, task lists, strikethrough, and addresses that are links by themselves.
    markdown_dialect = MD_DIALECT_GITHUB,
    // The same, but an address is a link only in angle brackets.
    markdown_dialect_without_addresses = MD_DIALECT_GITHUB & ~MD_FLAG_PERMISSIVEAUTOLINKS,
};

#endif
