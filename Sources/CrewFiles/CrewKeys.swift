/// The keys of one part of a crew's configuration.
struct CrewKeys {
    /// The keys of the published configuration (`api/README.md`).
    let published: Set<String>
    /// Keys that CrewAI knows but the published configuration doesn't; the service would reject or ignore them.
    let local: Set<String>

    static let agent = CrewKeys(
        published: [
            "id", "role", "goal", "backstory", "verbose", "allow_delegation", "tools", "use_default_mcps",
            "tool_categories",
        ],
        local: [
            "adapted_agent", "agent_executor", "allow_code_execution", "apps", "cache", "callbacks",
            "code_execution_mode", "config", "crew", "date_format", "embedder", "function_calling_llm",
            "guardrail",
            "guardrail_max_retries", "i18n", "inject_date", "knowledge", "knowledge_sources", "llm",
            "max_execution_time",
            "max_iter", "max_reasoning_attempts", "max_retry_limit", "max_rpm", "max_tokens", "mcps",
            "memory", "multimodal",
            "prompt_template", "reasoning", "respect_context_window", "response_template", "security_config",
            "step_callback", "system_template", "use_system_prompt",
        ])

    static let task = CrewKeys(
        published: ["description", "agent", "agent_index", "expected_output", "tools"],
        local: [
            "allow_crewai_trigger_context", "async_execution", "callback", "config", "context",
            "converter_cls",
            "create_directory", "guardrail", "guardrail_max_retries", "guardrails", "human_input",
            "input_files", "markdown",
            "max_retries", "output_file", "output_json", "output_pydantic", "prompt_context",
            "response_model",
            "security_config",
        ])

    static let crew = CrewKeys(
        published: ["id", "agents", "tasks", "verbose", "process"],
        local: [
            "after_kickoff_callbacks", "before_kickoff_callbacks", "cache", "chat_llm", "config", "embedder",
            "entity_memory", "external_memory", "full_output", "function_calling_llm", "knowledge",
            "knowledge_sources",
            "language", "long_term_memory", "manager_agent", "manager_callbacks", "manager_llm", "max_rpm",
            "memory",
            "memory_config", "output_log_file", "planning", "planning_llm", "prompt_file", "security_config",
            "share_crew",
            "short_term_memory", "step_callback", "stream", "task_callback", "tracing",
        ])
}
