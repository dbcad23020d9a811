using CommsBot.Commands;
using CommsBot.Evaluation;
using CommsBot.Content;

namespace CommsBot.Tests.Answers;

/// <summary>
/// The questions held back, through the real decisions. The floors are what the present content reaches, a little below; a change of the answers or
/// of the search that falls under one is named here.
/// </summary>
public class HeldQuestionsTests
{
    private static readonly Lazy<IReadOnlyList<EvaluateResult>> Held = new(() =>
    {
        var root = ContentRoot.Find(AppContext.BaseDirectory)!;
        var questions = EvaluateQuestion.Read(root.Files("evaluation", "*.jsonl")).Where(q => q.Part == "held" && q.Kind is "answerable" or "out-of-scope");
        return new EvaluateTurns(root).Run([.. questions.Where(q => q.Part == "held")]);
    });

    [Theory]
    [InlineData("answerable", Language.English, 0.87)]
    [InlineData("answerable", Language.Spanish, 0.89)]
    [InlineData("out-of-scope", Language.English, 0.93)]
    [InlineData("out-of-scope", Language.Spanish, 0.87)]
    internal void Enough_is_right(string kind, Language language, double floor) => Assert.True(Share(kind, language, Grade.Right) >= floor, Named(kind, language, Grade.Silent));

    [Theory]
    [InlineData("answerable", Language.English, 0.04)]
    [InlineData("answerable", Language.Spanish, 0.03)]
    [InlineData("out-of-scope", Language.English, 0.03)]
    [InlineData("out-of-scope", Language.Spanish, 0.09)]
    internal void Little_is_wrong(string kind, Language language, double most) => Assert.True(Share(kind, language, Grade.Wrong) <= most, Named(kind, language, Grade.Wrong));

    private static IEnumerable<EvaluateResult> Of(string kind, Language language) =>
        Held.Value.Where(r => r.Question.Kind == kind && r.Question.Language == language);

    private static double Share(string kind, Language language, Grade grade) =>
        Of(kind, language).Count(r => EvaluateGrade.Of(r) == grade) / (double)Of(kind, language).Count();

    private static string Named(string kind, Language language, Grade grade) =>
        string.Join(Environment.NewLine, Of(kind, language).Where(r => EvaluateGrade.Of(r) == grade).Select(r => r.Question.Text));

    [Fact]
    internal void The_part_learnt_from_is_nearly_all_answered_or_handed_on()
    {
        var root = ContentRoot.Find(AppContext.BaseDirectory)!;
        var questions = EvaluateQuestion.Read(root.Files("evaluation", "strangers-search.jsonl")).Where(q => q.Kind == "answerable").ToList();
        var wrong = new EvaluateTurns(root).Run(questions).Where(r => EvaluateGrade.Of(r) == Grade.Wrong).ToList();
        Assert.True(wrong.Count <= 0.05 * questions.Count, string.Join(Environment.NewLine, wrong.Select(r => r.Question.Text)));
    }
}
