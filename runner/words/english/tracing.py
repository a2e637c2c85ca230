"""What happened between client, server and data."""

TEXTS = {
    "tracing.nobody-looked": "nobody looked",
    "tracing.bytes": "{count:,} bytes",
    "tracing.opens": "(opens and listens)",
    "tracing.no-answer": "no answer",
    "tracing.nothing-came": "nothing came",
    "tracing.whole-size": "({count:,} bytes)",
    "tracing.lines-before": "({count} lines before)",
    "tracing.not-recorded": "not recorded",
    "tracing.new-table": "new table {table}",
    "tracing.no-row": "no row changed",
    "tracing.file-removed": "{file} - (was {size:,} bytes)",
    "tracing.file-added": "{file} + {size:,} bytes{text}",
    "tracing.file-changed": "{file} ~ {before:,} -> {after:,} bytes{text}",
    "tracing.some-tables": "{name} has {count} tables: only {most} were looked at",
    "tracing.last-rows": "{name}: only its last {most} rows were looked at",
    "tracing.cell-bytes": "{count} bytes",
    "tracing.some-files": "KATA_DATA holds more than {most} files: only so many were looked at",
    "tracing.too-much": "the check does too much for its data to be looked at each time",
    "tracing.more-rows": "{count} more rows changed",
}
