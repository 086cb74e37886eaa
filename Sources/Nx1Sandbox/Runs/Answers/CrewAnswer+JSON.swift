extension CrewAnswer {
    /// An object with the best label, and every label with its confidence. The confidences add up to 1.
    static func classification(_ text: String, labels: [String]) -> JSON {
        let labels = labels.isEmpty ? ["order", "shipment", "complaint"] : labels
        // Halves, with the remainder on the last label: 0.5, 0.25, … and never negative.
        var left = 1.0
        let confidences = labels.indices.map { index in
            if index == labels.count - 1 { return left }
            left /= 2
            return left
        }
        return [
            "label": .string(labels[0]),
            "labels": .array(
                zip(labels, confidences).map { label, confidence in
                    ["label": .string(label), "confidence": .number(literal: "\(confidence)")]
                }),
            "text": .string(text),
            "note": .string(note),
        ]
    }

    /// A list of objects, one per data set.
    static func dataSuggestion(_ question: String) -> JSON {
        let suggestions: [(name: String, reason: String, score: Double)] = [
            ("sales.orders", "Every order with its promised date", 0.94),
            ("logistics.shipments", "When an order left the warehouse", 0.88),
            ("crm.customers", "Who waited", 0.61),
        ]
        return .array(
            suggestions.map { suggestion in
                [
                    "dataset": .string(suggestion.name),
                    "reason": .string(suggestion.reason),
                    "score": .number(literal: "\(suggestion.score)"),
                    "question": .string(question),
                    "note": .string(note),
                ]
            })
    }

    /// A table as `{columns, data}`: one row per field or measure; the last row is the note.
    static func semanticModel() -> JSON {
        [
            "columns": ["entity", "name", "kind", "type", "expression"],
            "data": [
                ["orders", "order_id", "key", "bigint", nil],
                ["orders", "order_date", "dimension", "date", nil],
                ["orders", "late", "dimension", "boolean", "shipped_at > promised_at"],
                ["orders", "order_count", "measure", "bigint", "count(*)"],
                ["orders", "late_share", "measure", "double", "avg(case when late then 1.0 else 0 end)"],
                ["shipments", "shipped_at", "dimension", "timestamp", nil],
                ["(note)", .string(note), nil, nil, nil],
            ],
        ]
    }
}
