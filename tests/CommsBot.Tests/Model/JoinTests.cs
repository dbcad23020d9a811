using System.Text.RegularExpressions;
using CommsBot.Answers;
using CommsBot.Content;
using CommsBot.Model;
using CommsBot.Tests.Drivers;

namespace CommsBot.Tests.Model;

/// <summary>Two answers joined into one reply: the sentences are the clinic's, or the answers come word for word.</summary>
public sealed class JoinTests(ModelHouse house) : IClassFixture<ModelHouse>
{
    private const string Two = "Where are you located? And where can I park?";

    [Fact]
    public async Task Sentences_of_both_answers_become_one_reply()
    {
        var (location, parking) = (Text("location"), Text("parking"));
        house.Model.Says("join", call => ModelStandIn.Sentences(All(call)));
        var (with, without) = await house.BothHear(Two);
        Assert.Equal(["location", "parking"], Assert.Single(with).Answers);
        Assert.Equal(without[0].Answers, with[0].Answers);
        Assert.All(Lines(with[0].Text), line => Assert.Contains(line, location + "\n" + parking));
        Assert.Matches("^understand@[0-9a-f]{12} join@[0-9a-f]{12}$", await Trace(with[0]));
    }

    [Fact]
    public async Task A_sentence_that_says_nothing_to_the_question_may_be_left_out()
    {
        house.Model.Says("join", call => ModelStandIn.Sentences(All(call).Where(one => one.Answer != "location" || !JoinedAway(one.Text))));
        var (with, without) = await house.BothHear(Two);
        Assert.True(with[0].Text.Length <= without[0].Text.Length);
        Assert.Equal(without[0].Answers, with[0].Answers);
    }

    [Fact]
    public async Task A_joining_word_in_front_is_forgiven_and_not_shown()
    {
        house.Model.Says("join", call => ModelStandIn.Sentences(All(call).Select(one => (one.Answer, "Also, " + one.Text.Replace("**", "")))));
        var (with, _) = await house.BothHear(Two);
        Assert.EndsWith(house.With.Get<Prompts>().Join.ToString(), await Trace(with[0]));
        Assert.DoesNotContain("Also", with[0].Text);
    }

    [Fact]
    public async Task One_foreign_sentence_and_the_answers_come_word_for_word()
    {
        house.Model.Says("join", call => ModelStandIn.Sentences(All(call).Append(("parking", "You can also leave your car at the hospital for $5."))));
        var (with, without) = await house.BothHear(Two);
        Assert.Equal(without.Select(UnderstandTests.Seen), with.Select(UnderstandTests.Seen));
        Assert.EndsWith(":not-as-agreed", await Trace(with[0]));
    }

    [Fact]
    public async Task A_single_answer_is_never_shortened()
    {
        house.Model.Forget();
        house.Model.Says("join", call => ModelStandIn.Sentences(All(call)));
        var (with, without) = await house.BothHear("where can i park");
        Assert.Equal(without.Select(UnderstandTests.Seen), with.Select(UnderstandTests.Seen));
        Assert.DoesNotContain(house.Model.Calls, call => call.Prompt == "join");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("understand")]
    [InlineData("off")]
    public async Task Joining_needs_the_clinics_own_word(string? clinicSays)
    {
        house.Model.Forget();
        house.Model.Says("join", call => ModelStandIn.Sentences(All(call)));
        await using var service = await ModelHouse.StartAsync(house.Model, clinicSays);
        var patient = await service.Web();
        Assert.Equal(["location", "parking"], (await patient.Ask(Two)).Answers);
        Assert.Equal(clinicSays == "off" ? [] : ["understand"], house.Model.Calls.Select(call => call.Prompt));
    }

    private string Text(string id) => Quoted(house.With, id).Text;

    private async Task<string> Trace(WebMessage reply)
    {
        var conversation = reply.Id.Split('|')[0];
        return (string)(await house.With.Staff.Activities(conversation)).Last(one => (string?)one["from"] == "bot")["model"]!;
    }

    private static bool JoinedAway(string passage) => !Regex.IsMatch(passage, @"\d|not|no |only|must|never", RegexOptions.IgnoreCase);

    private static IEnumerable<string> Lines(string text) => text.Split('\n').Where(line => line.Length > 0 && !line.StartsWith('[')).SelectMany(Passages.Of);

    internal static IReadOnlyList<(string Answer, string Text)> All(ModelCall call) =>
        [.. call.Material["answers"]!.AsArray().SelectMany(answer => answer!["sentences"]!.AsArray().Select(sentence => ((string)answer["id"]!, (string)sentence!)))];

    internal static Quote Quoted(TestService service, string id, Language language = Language.English, MessageForm form = MessageForm.Web) =>
        Quote.Of(service.Get<ContentLibrary>(), id, language, form, service.Clinic.Fact, ApprovedContent.Everything, out _)!;
}
