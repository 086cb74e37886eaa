"""A model that follows a script, and emits the events that CrewAI's own model classes emit."""

import itertools
import json
import threading
import time
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from crewai.events.types.llm_events import LLMCallType
from crewai.llms.base_llm import BaseLLM, llm_call_context
from pydantic import PrivateAttr

JOINERS = {"\u200d", "\ufe0e", "\ufe0f"}
SKIN_TONES = {chr(point) for point in range(0x1F3FB, 0x1F400)}
FLAG_LETTERS = {chr(point) for point in range(0x1F1E6, 0x1F200)}
EXTENDERS = JOINERS | SKIN_TONES | FLAG_LETTERS
_response_numbers = itertools.count(1)


@dataclass(frozen=True)
class Say:
    """A reply in plain text, streamed."""

    text: str


@dataclass(frozen=True)
class CallTools:
    """A reply that calls functions natively, each as `(name, arguments)`, after some thinking."""

    calls: tuple[tuple[str, dict[str, Any]], ...]
    thinking: str = ""


@dataclass(frozen=True)
class Fail:
    """No reply: the provider answers with an error."""

    message: str


Reply = Say | CallTools | Fail


def act(thought: str, tool: str, **arguments: Any) -> Say:
    """A tool call in ReAct form."""
    return Say(f"Thought: {thought}\nAction: {tool}\nAction Input: {json.dumps(arguments, ensure_ascii=False)}")


def conclude(answer: str) -> Say:
    """A final answer in ReAct form."""
    return Say(f"Thought: I now know the final answer\nFinal Answer: {answer}")


def pieces(text: str, size: int) -> Iterator[str]:
    """Cuts a text into pieces of `size` characters, and also before each combining mark or joiner."""
    start = 0
    for index in range(1, len(text) + 1):
        ends = index == len(text) or _extends(text[index])
        if ends or index - start == size:
            yield text[start:index]
            start = index


def _extends(character: str) -> bool:
    """Whether the character may combine with the one before it, so that a cut before it splits a grapheme."""
    return character in EXTENDERS or unicodedata.combining(character) > 0


class ScriptedModel(BaseLLM):
    """A model that gives the replies of a script in order, whatever the messages.

    The script may be endless. The model fails once the script has no more replies.
    """

    _script: Iterator[Reply] = PrivateAttr()
    _lock: Any = PrivateAttr(default_factory=threading.Lock)
    _native: bool = PrivateAttr(default=False)
    _piece_ms: int = PrivateAttr(default=15)
    _piece_chars: int = PrivateAttr(default=7)

    @classmethod
    def following(
        cls, script: list[Reply] | Iterator[Reply], *, piece_ms: int, piece_chars: int, native: bool = False
    ) -> "ScriptedModel":
        # The script is private because fields would be in every event that contains the agent.
        model = cls(model="scripted/native" if native else "scripted/model", stream=True)
        model._script = iter(script)
        model._native = native
        model._piece_ms = piece_ms
        model._piece_chars = piece_chars
        return model

    def supports_function_calling(self) -> bool:
        return self._native

    def get_context_window_size(self) -> int:
        # Large enough that CrewAI neither summarizes the conversation nor moves long outputs out of it.
        return 100_000_000

    def get_input_tokens_count(self, messages: Any, tools: Any = None, response_model: Any = None) -> int:
        return _token_count(json.dumps(messages, default=str))

    def call(
        self,
        messages: Any,
        tools: Any = None,
        callbacks: Any = None,
        available_functions: Any = None,
        from_task: Any = None,
        from_agent: Any = None,
        response_model: Any = None,
    ) -> Any:
        caller = {"from_task": from_task, "from_agent": from_agent}
        with llm_call_context():
            self._emit_call_started_event(
                messages=messages,
                tools=tools,
                callbacks=callbacks,
                available_functions=available_functions,
                **caller,
            )
            try:
                return self._reply(self._format_messages(messages), caller)
            except Exception as error:
                self._emit_call_failed_event(error=str(error), **caller)
                raise

    def _reply(self, messages: list[Any], caller: dict[str, Any]) -> Any:
        with self._lock:
            reply = next(self._script, Fail("The script has no more replies."))
        match reply:
            case Fail(message):
                raise RuntimeError(message)
            case Say(text):
                return self._say(text, messages, caller)
            case CallTools():
                return self._call_tools(reply, messages, caller)

    def _say(self, text: str, messages: list[Any], caller: dict[str, Any]) -> str:
        response_id = _next_response_id()
        self._stream(text, lambda piece: self._emit_stream_chunk_event(piece, response_id=response_id, **caller))
        self._complete(text, LLMCallType.LLM_CALL, "stop", response_id, messages, caller)
        return text

    def _call_tools(self, reply: CallTools, messages: list[Any], caller: dict[str, Any]) -> list[dict[str, Any]]:
        response_id = _next_response_id()
        self._stream(
            reply.thinking,
            lambda piece: self._emit_thinking_chunk_event(piece, response_id=response_id, **caller),
        )
        tool_calls = [
            self._stream_tool_call(index, name, arguments, response_id, caller)
            for index, (name, arguments) in enumerate(reply.calls)
        ]
        self._complete(tool_calls, LLMCallType.TOOL_CALL, "tool_calls", response_id, messages, caller)
        return tool_calls

    def _stream_tool_call(
        self, index: int, name: str, arguments: dict[str, Any], response_id: str, caller: dict[str, Any]
    ) -> dict[str, Any]:
        """Streams the arguments as CrewAI's OpenAI class does: each event has the piece, and the call so far."""
        function = {"name": name, "arguments": ""}
        call = {"id": f"call_{response_id}_{index}", "type": "function", "function": function, "index": index}

        def emit(piece: str) -> None:
            function["arguments"] += piece
            self._emit_stream_chunk_event(
                piece,
                tool_call={**call, "function": dict(function)},
                call_type=LLMCallType.TOOL_CALL,
                response_id=response_id,
                **caller,
            )

        emit("")
        self._stream(json.dumps(arguments, ensure_ascii=False), emit)
        return call

    def _stream(self, text: str, emit: Callable[[str], None]) -> None:
        for piece in pieces(text, self._piece_chars):
            time.sleep(self._piece_ms / 1000)
            emit(piece)

    def _complete(
        self,
        response: Any,
        call_type: LLMCallType,
        finish_reason: str,
        response_id: str,
        messages: list[Any],
        caller: dict[str, Any],
    ) -> None:
        usage = _usage(messages, response)
        self._track_token_usage_internal(usage)
        self._emit_call_completed_event(
            response=response,
            call_type=call_type,
            messages=messages,
            usage=usage,
            finish_reason=finish_reason,
            response_id=response_id,
            **caller,
        )


def _next_response_id() -> str:
    return f"scripted-{next(_response_numbers)}"


def _token_count(text: str) -> int:
    """An estimate: four characters per token."""
    return (len(text) + 3) // 4


def _usage(messages: list[Any], response: Any) -> dict[str, int]:
    prompt = _token_count(json.dumps(messages, default=str))
    completion = _token_count(response if isinstance(response, str) else json.dumps(response))
    return {"prompt_tokens": prompt, "completion_tokens": completion, "total_tokens": prompt + completion}
