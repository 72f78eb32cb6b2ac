package org.colloquy.cli;

import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** Makes the command objects, each with the one screen of this process. */
final class CommandFactory implements IFactory {

    private final Screen screen;
    private final IFactory others = CommandLine.defaultFactory();

    CommandFactory(Screen screen) {
        this.screen = screen;
    }

    @Override
    public <K> K create(Class<K> type) throws Exception {
        for (var constructor : type.getDeclaredConstructors()) {
            Class<?>[] wanted = constructor.getParameterTypes();
            if (wanted.length == 1 && wanted[0] == Screen.class) {
                return type.cast(constructor.newInstance(screen));
            }
        }
        return others.create(type);
    }
}
