package org.colloquy.actors.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.ClusterEvent.CurrentClusterState;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.typed.Cluster;
import org.colloquy.actors.cluster.message.FromFront;
import org.colloquy.actors.cluster.message.ToFront;

/** Where a node hears from outside the cluster; it passes on what the leader of runs is to do. */
final class Front extends AbstractMatchingBehavior<Front.Command> {

    /** Where others find it on the node. */
    static final String NAME = "front";

    sealed interface Command {}

    private record Heard(ToFront message) implements Command {}

    private record Seen(Optional<Lead.Seen> seen, ActorRef<FromFront> replyTo) implements Command {}

    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private final ActorRef<Lead.Command> lead;

    static Behavior<ToFront> create(ActorRef<Lead.Command> lead) {
        return Behaviors.setup(
                context -> {
                    ActorRef<Command> inner =
                            context.spawn(
                                    Behaviors.<Command>setup(own -> new Front(own, lead)), "desk");
                    return Behaviors.receiveMessage(
                            message -> {
                                inner.tell(new Heard(message));
                                return Behaviors.same();
                            });
                });
    }

    private Front(ActorContext<Command> context, ActorRef<Lead.Command> lead) {
        super(context);
        this.lead = lead;
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        switch (command) {
            case Heard heard -> onHeard(heard.message());
            case Seen seen -> seen.replyTo().tell(standing(seen.seen()));
        }
        return this;
    }

    private void onHeard(ToFront message) {
        switch (message) {
            case ToFront.Submit submit -> lead.tell(new Lead.Submit(submit));
            case ToFront.Inquire inquire -> lead.tell(new Lead.Inquire(inquire));
            case ToFront.Stop stop -> lead.tell(new Lead.Stop(stop.run()));
            case ToFront.Look look ->
                    getContext()
                            .ask(
                                    Lead.Seen.class,
                                    lead,
                                    PATIENCE,
                                    Lead.Look::new,
                                    (seen, silence) ->
                                            new Seen(Optional.ofNullable(seen), look.replyTo()));
        }
    }

    private FromFront.Standing standing(Optional<Lead.Seen> seen) {
        CurrentClusterState state = Cluster.get(getContext().getSystem()).state();
        List<FromFront.Member> members = new ArrayList<>();
        Optional<String> leader = seen.map(Lead.Seen::node);
        for (Member member : state.getMembers()) {
            members.add(
                    new FromFront.Member(
                            nameOf(member.address()),
                            member.status().toString(),
                            member.getRoles().stream()
                                    .filter(role -> !role.startsWith("dc-"))
                                    .sorted()
                                    .toList(),
                            !state.getUnreachable().contains(member),
                            leader.filter(nameOf(member.address())::equals).isPresent()));
        }
        return new FromFront.Standing(
                members,
                seen.isPresent(),
                seen.flatMap(Lead.Seen::work),
                seen.map(Lead.Seen::waiting).orElse(List.of()));
    }

    private static String nameOf(Address address) {
        return address.getHost().orElse("") + ":" + address.getPort().orElse(0);
    }
}
