package org.colloquy.weights.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What was expected here was printed by Jinja2 3.1 with Hugging Face's settings. */
class TemplateTest {

    @Test
    void whitespaceGoesAsInJinja() throws TemplateException {
        assertRendered("a\nb", "{% if x %}\na\n{% endif %}\nb\n");
        assertRendered("a\nb", "   {% if x %}\na\n   {% endif %}\nb");
        assertRendered("ab", "{%- if x %}\na\n{%- endif -%}\n\n b");
        assertRendered("- 1 -\n", "- {{ 1 }} -\n\n");
        assertRendered("-1-", "- {{- 1 -}} -");
        assertRendered("a\n  b", "a\n{# note #}\n  b");
        assertRendered("ab", "a {#- x -#} b");
        assertRendered("x  y", "x {% if x %} {% endif %}y");
        assertRendered("  1", "  {%+ if x %}1{% endif %}");
    }

    @Test
    void expressionsFollowPython() throws TemplateException {
        assertRendered("True", "{{ 1 < 2 and not 2 < 1 }}");
        assertRendered("7", "{{ 1 + 2 * 3 }}");
        assertRendered("-4 1 3.5", "{{ -7 // 2 }} {{ -7 % 2 }} {{ 7 / 2 }}");
        assertRendered("ab3", "{{ 'a' ~ 'b' ~ 3 }}");
        assertRendered("[3, 2, 1]", "{{ [1, 2, 3][::-1] }}");
        assertRendered("[2, 3][1, 2]3", "{{ [1,2,3][1:] }}{{ [1,2,3][:-1] }}{{ [1,2,3][-1] }}");
        assertRendered("cba", "{{ 'abc'[::-1] }}");
        assertRendered("yes", "{{ 'yes' if nothing is not defined else 'no' }}");
        assertRendered("None", "{{ none }}");
        assertRendered("b", "{{ 'a</t>b'.split('</t>')[-1] }}");
        assertRendered("x|xx", "{{ 'xx\n'.strip()[0] }}|{{ '\nxx\n'.strip('\n') }}");
        assertRendered("TrueFalse", "{{ 'b' in 'abc' }}{{ 'k' not in {'k': 1} }}");
        assertRendered("2 a", "{{ ['a', 'b'] | length }} {{ ['a', 'b'] | first }}");
        assertRendered("it's\t\"", "{{ 'it\\'s\\t\"' }}");
        assertRendered("d", "{{ nothing | default('d') }}");
    }

    @Test
    void loopsHaveScopesAndNamespacesLeaveThem() throws TemplateException {
        assertRendered(
                "0 False",
                "{% set n = 0 %}{% for i in [1, 2] %}{% set n = i %}{% endfor %}{{ n }} {{ loop is defined }}");
        assertRendered(
                "3",
                "{% set s = namespace(n=0) %}{% for i in [1, 2] %}{% set s.n = s.n + i %}{% endfor %}{{ s.n }}");
        assertRendered(
                "1:a,2:b.",
                "{% for i in ['a', 'b'] %}{{ loop.index }}:{{ i }}{{ '.' if loop.last else ',' }}{% endfor %}");
        assertRendered("none", "{% for i in [] %}{{ i }}{% else %}none{% endfor %}");
        assertRendered("k=1", "{% for k, v in {'k': 1}.items() %}{{ k }}={{ v }}{% endfor %}");
        assertRendered(
                "user",
                "{% for m in messages | selectattr('role', 'equalto', 'user') %}{{ m.role }}{% endfor %}");
    }

    @Test
    void contentIsNeverInterpreted() throws TemplateException {
        Map<String, Object> names =
                Map.of("messages", List.of(Map.of("role", "user", "content", "{{ 1 }}<b>{% x %}")));
        assertEquals("{{ 1 }}<b>{% x %}", Template.of("{{ messages[0].content }}").render(names));
    }

    @Test
    void theTemplateOfQwen3Renders() throws TemplateException {
        String template =
                """
                {%- if tools %}
                    {{- 'tools' }}
                {%- else %}
                    {%- if messages[0].role == 'system' %}
                        {{- messages[0].content }}
                    {%- endif %}
                {%- endif %}
                {%- set ns = namespace(multi_step_tool=true, last_query_index=messages|length - 1) %}
                {%- for message in messages[::-1] %}
                    {%- set index = (messages|length - 1) - loop.index0 %}
                    {%- if ns.multi_step_tool and message.role == "user" and message.content is string and not(message.content.startswith('<tool_response>') and message.content.endswith('</tool_response>')) %}
                        {%- set ns.multi_step_tool = false %}
                        {%- set ns.last_query_index = index %}
                    {%- endif %}
                {%- endfor %}
                {%- for message in messages %}
                    {%- if (message.role == "user") or (message.role == "system" and not loop.first) %}
                        {{- '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>' + '\\n' }}
                    {%- elif message.role == "assistant" %}
                        {{- message.content.split('</think>')[-1].lstrip('\\n') }}
                    {%- endif %}
                {%- endfor %}
                {%- if add_generation_prompt %}
                    {{- '<|im_start|>assistant\\n' }}
                    {%- if enable_thinking is defined and enable_thinking is false %}
                        {{- '<think>\\n\\n</think>\\n\\n' }}
                    {%- endif %}
                {%- endif %}
                """;
        assertRendered("<|im_start|>user\nHi there<|im_end|>\n<|im_start|>assistant\n", template);
    }

    @Test
    void whatIsNotUnderstoodIsNamedWithItsLine() {
        assertProblem("line 2: the tag 'macro' is not understood", "a\n{% macro m() %}");
        assertProblem("line 1: the filter 'wordwrap' is not understood", "{{ 'a' | wordwrap }}");
        assertProblem("line 1: the test 'prime' is not understood", "{{ 3 is prime }}");
        assertProblem("the method 'title' of 'a' is not understood", "{{ 'a'.title() }}");
        assertProblem("the function 'strftime_now' is not understood", "{{ strftime_now('%d') }}");
        assertProblem("'role' is undefined", "{{ role.x }}");
        assertProblem("'+' cannot take 'a' and the undefined 'b'", "{{ 'a' + b }}");
        assertProblem("line 3: the template refuses: no", "\n\n{{ raise_exception('no') }}");
        assertProblem("the tag 'endfor' is not understood", "{% if x %}{% endfor %}");
        assertProblem("without its end", "{{ 1");
        assertProblem("without its end", "{{ 'a");
        assertProblem("nested too deeply", "{{ " + "(".repeat(300) + " }}");
        assertProblem("a mark without its end %}", "{% if x");
        assertProblem(
                "rounds",
                "{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}");
    }

    private static void assertRendered(String expected, String template) throws TemplateException {
        assertEquals(expected, render(template), template);
    }

    private static String render(String template) throws TemplateException {
        Map<String, Object> user = Map.of("role", "user", "content", "Hi there");
        return Template.of(template)
                .render(
                        Map.of(
                                "x",
                                true,
                                "messages",
                                List.of(user),
                                "add_generation_prompt",
                                true));
    }

    private static void assertProblem(String part, String template) {
        String message = assertThrows(TemplateException.class, () -> render(template)).getMessage();
        assertTrue(message.contains(part), message);
    }
}
