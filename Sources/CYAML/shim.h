// What Rue uses of libyaml, for Swift: the parser's events, with accessors for what is in unions.
#ifndef RUE_YAML_SHIM_H
#define RUE_YAML_SHIM_H
#include <stddef.h>
#include <yaml.h>

/// What a parser's next event is, in the order a document shows them.
typedef enum rue_yaml_kind {
    RUE_YAML_OTHER,
    RUE_YAML_STREAM_END,
    RUE_YAML_DOCUMENT_START,
    RUE_YAML_ALIAS,
    RUE_YAML_SCALAR,
    RUE_YAML_SEQUENCE_START,
    RUE_YAML_SEQUENCE_END,
    RUE_YAML_MAPPING_START,
    RUE_YAML_MAPPING_END
} rue_yaml_kind;

static inline rue_yaml_kind rue_yaml_event_kind(const yaml_event_t *event) {
    switch (event->type) {
    case YAML_STREAM_END_EVENT: return RUE_YAML_STREAM_END;
    case YAML_DOCUMENT_START_EVENT: return RUE_YAML_DOCUMENT_START;
    case YAML_ALIAS_EVENT: return RUE_YAML_ALIAS;
    case YAML_SCALAR_EVENT: return RUE_YAML_SCALAR;
    case YAML_SEQUENCE_START_EVENT: return RUE_YAML_SEQUENCE_START;
    case YAML_SEQUENCE_END_EVENT: return RUE_YAML_SEQUENCE_END;
    case YAML_MAPPING_START_EVENT: return RUE_YAML_MAPPING_START;
    case YAML_MAPPING_END_EVENT: return RUE_YAML_MAPPING_END;
    default: return RUE_YAML_OTHER;
    }
}

/// Where an event starts; both count from 1.
static inline size_t rue_yaml_event_line(const yaml_event_t *event) {
    return event->start_mark.line + 1;
}

static inline size_t rue_yaml_event_column(const yaml_event_t *event) {
    return event->start_mark.column + 1;
}

/// A scalar's bytes (UTF-8, may hold zeros), owned by the event.
static inline const unsigned char *rue_yaml_scalar_bytes(const yaml_event_t *event) {
    return event->data.scalar.value;
}

static inline size_t rue_yaml_scalar_count(const yaml_event_t *event) {
    return event->data.scalar.length;
}

/// Whether a scalar was written without quotes.
static inline int rue_yaml_scalar_is_plain(const yaml_event_t *event) {
    return event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
}

/// Whether the event carries an anchor (`&name`).
static inline int rue_yaml_event_has_anchor(const yaml_event_t *event) {
    switch (event->type) {
    case YAML_SCALAR_EVENT: return event->data.scalar.anchor != NULL;
    case YAML_SEQUENCE_START_EVENT: return event->data.sequence_start.anchor != NULL;
    case YAML_MAPPING_START_EVENT: return event->data.mapping_start.anchor != NULL;
    default: return 0;
    }
}

/// Whether the event carries a tag (`!name`).
static inline int rue_yaml_event_has_tag(const yaml_event_t *event) {
    switch (event->type) {
    case YAML_SCALAR_EVENT: return event->data.scalar.tag != NULL;
    case YAML_SEQUENCE_START_EVENT: return event->data.sequence_start.tag != NULL;
    case YAML_MAPPING_START_EVENT: return event->data.mapping_start.tag != NULL;
    default: return 0;
    }
}

/// Why and where the parser stopped; line and column count from 1.
static inline const char *rue_yaml_problem(const yaml_parser_t *parser) {
    return parser->problem != NULL ? parser->problem : "it is not YAML";
}

static inline size_t rue_yaml_problem_line(const yaml_parser_t *parser) {
    return parser->problem_mark.line + 1;
}

static inline size_t rue_yaml_problem_column(const yaml_parser_t *parser) {
    return parser->problem_mark.column + 1;
}
#endif
