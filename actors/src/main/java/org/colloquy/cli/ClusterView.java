package org.colloquy.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.colloquy.actors.cluster.message.FromFront;
import org.colloquy.actors.cluster.message.FromFront.Load;
import org.colloquy.actors.cluster.message.FromFront.Standing;
import org.colloquy.actors.cluster.protocol.WeightsId;

/**
 * How a cluster stands, from two looks at it.
 *
 * @param before the first look, for rates
 * @param seconds between the two
 */
record ClusterView(Standing before, Standing now, double seconds) {

    /** Tokens of the dialogues that a node ended between the looks, per second. */
    private double tokensPerSecond(Load load) {
        Map<String, Long> then = new HashMap<>();
        before.work()
                .ifPresent(
                        work -> work.loads().forEach(l -> then.put(l.node(), l.load().tokens())));
        long past = then.getOrDefault(load.node(), load.load().tokens());
        return Math.max(0, load.load().tokens() - past) / seconds;
    }

    String table(Screen screen) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(
                List.of(
                        "node",
                        "status",
                        "roles",
                        "cells",
                        "agents",
                        "jobs",
                        "dialogues",
                        "tokens/s",
                        "weights"));
        for (FromFront.Member member : now.members()) {
            List<String> row = new ArrayList<>();
            row.add(member.node() + (member.leads() ? " *" : ""));
            row.add(member.reachable() ? member.status() : member.status() + ", unreachable");
            row.add(String.join("+", member.roles()));
            loadOf(member).ifPresent(load -> row.addAll(words(load)));
            rows.add(row);
        }
        StringBuilder text = new StringBuilder(Columns.of(rows, screen));
        now.work()
                .ifPresentOrElse(
                        work -> append(text, work, screen),
                        () ->
                                text.append('\n')
                                        .append(
                                                now.led()
                                                        ? "no run"
                                                        : "nobody leads runs at this moment"));
        now.waiting().forEach(run -> text.append("\nwaits  ").append(screen.safe(run)));
        return text.toString();
    }

    private Optional<Load> loadOf(FromFront.Member member) {
        return now.work().stream()
                .flatMap(work -> work.loads().stream())
                .filter(load -> load.node().equals(member.node()))
                .findFirst();
    }

    private List<String> words(Load load) {
        String weights =
                load.load().weights().stream()
                        .map(ClusterView::word)
                        .collect(Collectors.joining(" "));
        return List.of(
                Integer.toString(load.load().cells()),
                Integer.toString(load.load().agents()),
                Integer.toString(load.load().running()),
                Long.toString(load.load().dialogues()),
                "%.0f".formatted(tokensPerSecond(load)),
                weights.isEmpty() ? "first" : weights);
    }

    private static String word(WeightsId id) {
        return id.policy() + " " + id.version() + ":" + id.sha256().substring(0, 8);
    }

    private static void append(StringBuilder text, FromFront.Work work, Screen screen) {
        FromFront.Progress run = work.progress();
        text.append(
                "\nrun %s, incarnation %d: %d dialogues, %d turns, %d tokens, %d iterations; jobs: %d wait, %d given"
                        .formatted(
                                screen.safe(run.run()),
                                run.incarnation(),
                                run.dialogues(),
                                run.turns(),
                                run.tokens(),
                                run.iterations(),
                                work.waiting(),
                                work.given()));
        work.unfit()
                .forEach(
                        one ->
                                text.append('\n')
                                        .append(
                                                screen.safe(
                                                        one.node()
                                                                + " does not work: "
                                                                + one.reason())));
    }

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode members = json.putArray("members");
        for (FromFront.Member member : now.members()) {
            ObjectNode node = members.addObject();
            node.put("node", member.node()).put("status", member.status());
            node.put("reachable", member.reachable()).put("leads", member.leads());
            ArrayNode roles = node.putArray("roles");
            member.roles().forEach(roles::add);
            loadOf(member).ifPresent(load -> put(node, load));
        }
        json.put("led", now.led());
        now.work().ifPresent(work -> put(json.putObject("run"), work));
        ArrayNode waiting = json.putArray("waiting");
        now.waiting().forEach(waiting::add);
        return json;
    }

    private void put(ObjectNode node, Load load) {
        node.put("cells", load.load().cells()).put("agents", load.load().agents());
        node.put("jobs", load.load().running()).put("unreceipted", load.load().unreceipted());
        node.put("dialogues", load.load().dialogues()).put("tokens", load.load().tokens());
        node.put("tokensPerSecond", tokensPerSecond(load));
        put(node.putArray("weights"), load.load().weights());
    }

    private static void put(ArrayNode array, List<WeightsId> weights) {
        for (WeightsId id : weights) {
            array.addObject()
                    .put("policy", id.policy())
                    .put("version", id.version())
                    .put("sha256", id.sha256());
        }
    }

    private static void put(ObjectNode node, FromFront.Work work) {
        FromFront.Progress run = work.progress();
        node.put("run", run.run()).put("incarnation", run.incarnation());
        node.put("dialogues", run.dialogues()).put("turns", run.turns());
        node.put("tokens", run.tokens()).put("iterations", run.iterations());
        node.put("jobsWaiting", work.waiting()).put("jobsGiven", work.given());
        put(node.putArray("weights"), work.weights());
        ArrayNode unfit = node.putArray("unfit");
        work.unfit()
                .forEach(
                        one ->
                                unfit.addObject()
                                        .put("node", one.node())
                                        .put("reason", one.reason()));
    }
}
