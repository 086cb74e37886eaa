/// The preset crews: `CrewType` in `openapi.yaml`, in its order.
enum CrewType: String, CaseIterable, Sendable {
    case ask
    case classification
    case dataEngineering = "data_engineering"
    case dataSuggestion = "data_suggestion"
    case semanticModel = "semantic_model"
}
