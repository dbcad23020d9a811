using CommsBot.Answers;
using CsCheck;

namespace CommsBot.Tests.Answers;

public class SpellingRepairTests
{
    private static readonly SpellingRepair Repair = new(
        new Dictionary<string, int> { ["ketamine"] = 9, ["infusion"] = 5, ["pain"] = 7, ["diet"] = 1, ["crps"] = 9, ["dose"] = 1, ["driver"] = 3, ["drive"] = 4 },
        word => word == "spreads", new HashSet<string> { "esketamine", "overdose" });

    [Theory]
    [InlineData("ketamin", "ketamine")]
    [InlineData("katamine", "ketamine")]
    [InlineData("infuison", "infusion")]
    [InlineData("pian", "pain")]
    [InlineData("crsp", "crps")]
    public void A_slip_is_repaired(string typed, string meant) => Assert.Equal(meant, Repair.Repair(typed));

    [Theory]
    [InlineData("crp")]
    [InlineData("died")]
    [InlineData("rain")]
    [InlineData("esketamine")]
    [InlineData("overdose")]
    [InlineData("spreads")]
    [InlineData("infus10n")]
    [InlineData("melatonin")]
    [InlineData("river")]
    public void Another_word_is_left_alone(string typed) => Assert.Equal(typed, Repair.Repair(typed));

    [Fact]
    public void The_distance_is_bounded_and_symmetric() =>
        Gen.Select(Gen.Char["abcd"].Array[0, 9], Gen.Char["abcd"].Array[0, 9], Gen.Int[0, 3]).Sample((left, right, limit) =>
        {
            var (a, b) = (new string(left), new string(right));
            var distance = EditDistance.Bounded(a, b, limit);
            Assert.InRange(distance, 0, limit + 1);
            Assert.Equal(distance, EditDistance.Bounded(b, a, limit));
            Assert.Equal(a == b, distance == 0);
        });
}
