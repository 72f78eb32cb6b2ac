package org.colloquy.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.colloquy.actors.node.FileTree;
import org.colloquy.log.InteractionEvent;
import org.colloquy.log.LogFormat;
import org.colloquy.log.LogWriter;
import org.colloquy.log.RunDirectory;
import org.colloquy.log.RunManifest.RunStatus;
import org.colloquy.web.ViewerServer.Address;
import org.colloquy.web.index.RunIndex;
import org.colloquy.web.library.FoundRun;
import org.colloquy.web.library.RunFolder;
import org.colloquy.web.library.RunLibrary;
import org.colloquy.web.view.RunReport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The viewer's pages in a headless Chromium, where the machine has one. Screenshots go to
 * target/screenshots, to be looked at.
 */
final class ViewerPagesTest {

    private static final double PATIENCE_MILLIS = 60_000;
    private static final Path SHOTS = Path.of("target", "screenshots");
    private static final int LONG = 10_000_000;

    @TempDir private static Path folder;
    @TempDir private static Path cache;

    private static Path runs;
    private static RunLibrary library;
    private static ViewerServer server;
    private static Playwright playwright;
    private static Browser browser;

    private final List<String> complaints = new ArrayList<>();
    private BrowserContext context;
    private Page page;

    @BeforeAll
    static void serve() throws IOException {
        Optional<Path> chromium =
                List.of("/usr/bin/chromium", "/usr/bin/chromium-browser").stream()
                        .map(Path::of)
                        .filter(Files::isExecutable)
                        .findFirst();
        Assumptions.assumeTrue(chromium.isPresent(), "no Chromium on this machine");
        runs = folder.resolve("runs");
        SampleRun.write(runs.resolve("plain"), LogFormat.JSONL, 60);
        SampleRun.writeTraining(runs.resolve("training"), 6);
        library = new RunLibrary(new RunFolder(runs), cache);
        server = ViewerServer.start(library, new Address("127.0.0.1", 0, Optional.empty()));
        playwright =
                Playwright.create(
                        new Playwright.CreateOptions()
                                .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser =
                playwright
                        .chromium()
                        .launch(
                                new BrowserType.LaunchOptions()
                                        .setExecutablePath(chromium.get())
                                        .setArgs(List.of("--no-sandbox", "--disable-gpu")));
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
    }

    @AfterAll
    static void stop() throws IOException {
        if (server != null) {
            browser.close();
            playwright.close();
            server.close();
            library.close();
        }
    }

    @BeforeEach
    void open() {
        open(1280, ColorScheme.LIGHT);
    }

    private void open(int width, ColorScheme scheme) {
        context =
                browser.newContext(
                        new Browser.NewContextOptions()
                                .setViewportSize(width, 900)
                                .setReducedMotion(
                                        com.microsoft.playwright.options.ReducedMotion.REDUCE)
                                .setColorScheme(scheme));
        page = context.newPage();
        page.setDefaultTimeout(PATIENCE_MILLIS);
        page.onConsoleMessage(
                message -> {
                    if (message.type().equals("error") && !message.text().contains("404")) {
                        complaints.add(message.text());
                    }
                });
        page.onPageError(complaints::add);
    }

    @AfterEach
    void nothingWasComplainedOf() {
        context.close();
        assertEquals(List.of(), complaints);
    }

    @Test
    void filtersAreAddresses() {
        go("/");
        page.getByRole(AriaRole.SEARCHBOX).fill("train");
        assertThat(page.locator("tbody tr")).hasCount(1);
        page.getByRole(AriaRole.SEARCHBOX).fill("plain");
        page.locator("a.run-name").click();
        page.getByRole(AriaRole.LINK, named("Dialogues")).click();
        page.getByLabel("Flip").selectOption("mended");
        page.getByLabel("Level").selectOption("2");
        assertThat(page).hasURL(Pattern.compile("flip=mended"));
        assertThat(page.locator(".pager span")).hasText("1 to 15 of 15");
        page.reload();
        assertThat(page.locator(".pager span")).hasText("1 to 15 of 15");
        page.getByLabel("Agent").selectOption("bel");
        assertThat(page.getByText("No dialogue fits")).isVisible();
        page.goBack();
        assertThat(page.getByRole(AriaRole.HEADING, heading("sample"))).isVisible();
    }

    @Test
    void playsADialogueByKeys() {
        go("/dialogue?run=plain&id=0.3.0&turn=2");
        assertThat(page.locator(".turn:not(.later)")).hasCount(2);
        page.keyboard().press("ArrowRight");
        assertThat(page.locator(".player output")).hasText("3 of 4");
        assertThat(page).hasURL(Pattern.compile("turn=3"));
        page.keyboard().press("Home");
        assertThat(page.locator(".turn:not(.later)")).hasCount(1);
        page.keyboard().press("Space");
        assertThat(page.locator(".player output")).hasText("4 of 4");
        page.keyboard().press("]");
        assertThat(page.getByRole(AriaRole.HEADING, heading("Dialogue 0.3.1"))).isVisible();
        page.keyboard().press("[");
        assertThat(page.locator("mark.wrong-step")).hasText("40 plus 3 is 7");
    }

    @Test
    void hostileTextIsShownAsText() {
        go("/dialogue?run=plain&id=0.3.0");
        assertThat(page.locator(".asked")).containsText("<script>document.title='owned'</script>");
        assertThat(page.locator(".asked")).containsText("\\u202eabc\\x1b[2J");
        assertThat(page).hasTitle("0.3.0 - Colloquy");
        assertEquals(0, page.locator("main script, main img").count());
        page.getByText("Prompt").nth(2).click();
        assertThat(page.locator(".prompt").nth(2)).containsText("<script>");
        page.getByRole(AriaRole.BUTTON, button("Log-probabilities")).first().click();
        assertThat(page.locator(".token")).hasCount(3);
        assertThat(page.locator(".tokens-note")).containsText("log P");
    }

    @Test
    void aLiveRunIsWatchedToItsEndAndBeyond() throws IOException {
        Path live = runs.resolve("live");
        try (RunDirectory run =
                        RunDirectory.create(live, SampleRun.manifest(live, LogFormat.JSONL));
                LogWriter log = run.newLog()) {
            log.append(SampleRun.header());
            go("/run?run=live&tab=dialogues");
            assertThat(page.locator(".badge")).hasText("running");
            assertThat(page.getByText("No dialogue yet")).isVisible();
            for (int i = 0; i < 3; i++) {
                for (List<InteractionEvent> section : SampleRun.question(0, i)) {
                    log.append(section);
                }
                assertThat(page.locator("tbody tr")).hasCount(2 * i + 2);
            }
            log.append(List.of(SampleRun.end(6)));
            run.mark(RunStatus.FINISHED, Optional.of(log.digest()));
            assertThat(page.locator(".badge")).hasText("finished");
        }
        go("/dialogue?run=live&id=0.2.0");
        FileTree.delete(live);
        page.keyboard().press("]");
        assertThat(page.getByText("there is no run live")).isVisible();
    }

    @Test
    void aRunThatIsDeletedWhileItIsWatchedSaysSo() throws IOException {
        Path gone = runs.resolve("gone");
        try (RunDirectory run =
                        RunDirectory.create(gone, SampleRun.manifest(gone, LogFormat.JSONL));
                LogWriter log = run.newLog()) {
            log.append(SampleRun.header());
            go("/run?run=gone");
            assertThat(page.locator(".badge")).hasText("running");
        }
        FileTree.delete(gone);
        assertThat(page.getByText("This run was deleted")).isVisible();
    }

    @Test
    void aHalfWrittenRecordAndAVeryLongOneAreShownForWhatTheyAre() throws IOException {
        Path torn = runs.resolve("torn");
        try (RunDirectory run =
                        RunDirectory.create(torn, SampleRun.manifest(torn, LogFormat.JSONL));
                LogWriter log = run.newLog()) {
            log.append(SampleRun.header());
            log.append(SampleRun.question(0, 1).get(0));
            log.append(SampleRun.longDialogue(1, "<b>" + "x".repeat(LONG)));
            run.mark(RunStatus.INTERRUPTED, Optional.empty());
        }
        Files.writeString(
                torn.resolve("interactions.jsonl"), "{\"seq\":12,\"ty", StandardOpenOption.APPEND);
        go("/run?run=torn");
        assertThat(page.getByText("The log ends within a record")).isVisible();
        assertThat(page.locator(".badge")).hasText("resumable");
        go("/dialogue?run=torn&id=0.1.0");
        assertThat(page.getByText("The first 20,000 of 10,000,003 characters.")).isVisible();
        FileTree.delete(torn);
    }

    @Test
    void aReportOpensFromDisk() throws IOException {
        FoundRun run = library.folder().run("training").orElseThrow();
        RunIndex index = library.index(run, 60_000).orElseThrow();
        Path file = folder.resolve("report.html");
        Files.writeString(
                file,
                RunReport.html(run, index.log(), index.snapshot(), index.rows(index.snapshot())));
        page.navigate(file.toUri().toString());
        assertThat(page.getByRole(AriaRole.HEADING, heading("Learning"))).isVisible();
        page.locator("summary").first().click();
        assertThat(page.locator(".said").first()).isVisible();
        assertEquals(0, page.locator("script, img").count());
        shoot("report");
    }

    @Test
    void everyPageFitsWideAndNarrowInLightAndDark() {
        Map<String, String> pages =
                Map.of(
                        "runs", "/",
                        "run", "/run?run=plain",
                        "learning", "/run?run=training&tab=learning",
                        "dialogues", "/run?run=plain&tab=dialogues",
                        "dialogue", "/dialogue?run=training&id=1.2.0",
                        "compare", "/compare?left=plain&right=training",
                        "missing", "/run?run=nowhere");
        context.close();
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            for (int width : List.of(1280, 400)) {
                open(width, scheme);
                pages.forEach(
                        (name, path) -> {
                            go(path);
                            Object wide =
                                    page.evaluate(
                                            "document.documentElement.scrollWidth <= innerWidth");
                            assertEquals(true, wide, name + " is wider than " + width);
                            shoot(
                                    name
                                            + "-"
                                            + width
                                            + "-"
                                            + scheme.name().toLowerCase(java.util.Locale.ROOT));
                        });
                if (width == 1280 && scheme == ColorScheme.LIGHT) {
                    unfold();
                }
                if (width != 400 || scheme != ColorScheme.DARK) {
                    context.close();
                }
            }
        }
    }

    private void unfold() {
        go("/dialogue?run=training&id=1.2.0");
        page.locator(".waterfall summary").first().click();
        assertThat(page.locator(".falls li").first()).isVisible();
        page.getByRole(AriaRole.BUTTON, button("Log-probabilities")).first().click();
        assertThat(page.locator(".tokens-note").first()).isVisible();
        shoot("unfolded");
    }

    private void go(String path) {
        String root = server.address().url();
        page.navigate(root.substring(0, root.length() - 1) + path);
        page.locator("main h1, main .state h2").first().waitFor();
    }

    private void shoot(String name) {
        page.screenshot(
                new Page.ScreenshotOptions()
                        .setPath(SHOTS.resolve(name + ".png"))
                        .setFullPage(true));
        assertTrue(Files.exists(SHOTS.resolve(name + ".png")), name);
    }

    private static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name);
    }

    private static Page.GetByRoleOptions heading(String name) {
        return named(name).setExact(true);
    }

    private static Page.GetByRoleOptions button(String name) {
        return named(name);
    }
}
