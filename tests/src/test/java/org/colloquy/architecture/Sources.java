package org.colloquy.architecture;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The types and methods of Java source files, parsed by the JDK's own compiler. */
final class Sources {
    /** A type as declared: where, how, and whether a doc comment stands before it. */
    record Type(
            String file,
            String name,
            Tree.Kind kind,
            Set<Modifier> modifiers,
            boolean topLevel,
            boolean documented) {}

    /** A method or constructor with a body, and the lines from its declaration to its end. */
    record Method(String file, String name, int lines) {}

    private final List<Type> types = new ArrayList<>();
    private final List<Method> methods = new ArrayList<>();

    private Sources() {}

    static Sources parse(List<Path> files) {
        Sources sources = new Sources();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task =
                    (JavacTask)
                            compiler.getTask(
                                    null,
                                    manager,
                                    null,
                                    List.of("-proc:none"),
                                    null,
                                    manager.getJavaFileObjectsFromPaths(files));
            DocTrees trees = DocTrees.instance(task);
            for (CompilationUnitTree unit : task.parse()) {
                sources.read(unit, trees);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sources;
    }

    List<Type> types() {
        return List.copyOf(types);
    }

    List<Method> methods() {
        return List.copyOf(methods);
    }

    private void read(CompilationUnitTree unit, DocTrees trees) {
        String file = Repository.nameOf(Path.of(unit.getSourceFile().toUri()));
        SourcePositions positions = trees.getSourcePositions();
        LineMap lines = unit.getLineMap();
        new TreePathScanner<Void, Void>() {
            @Override
            public Void visitClass(ClassTree tree, Void none) {
                TreePath path = getCurrentPath();
                types.add(
                        new Type(
                                file,
                                tree.getSimpleName().toString(),
                                tree.getKind(),
                                tree.getModifiers().getFlags(),
                                path.getParentPath().getLeaf() instanceof CompilationUnitTree,
                                trees.getDocCommentTree(path) != null));
                return super.visitClass(tree, none);
            }

            @Override
            public Void visitMethod(MethodTree tree, Void none) {
                long end = positions.getEndPosition(unit, tree);
                if (tree.getBody() != null && end >= 0) {
                    long first = lines.getLineNumber(positions.getStartPosition(unit, tree));
                    int length = (int) (lines.getLineNumber(end) - first + 1);
                    methods.add(new Method(file, tree.getName().toString(), length));
                }
                return super.visitMethod(tree, none);
            }
        }.scan(unit, null);
    }
}
