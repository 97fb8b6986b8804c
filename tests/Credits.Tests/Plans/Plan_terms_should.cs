using Credits.Periods;
using Credits.Plans;

namespace Credits.Tests.Plans;

public sealed class Plan_terms_should
{
    [Fact]
    public void Be_equal_to_others_only_in_every_part()
    {
        var terms = new PlanTerms { Allotments = [Given.Allotment(1)] };

        new PlanTerms { Allotments = [Given.Allotment(1)] }.ShouldBe(terms);
        (terms with { Allotments = [Given.Allotment(2)] }).ShouldNotBe(terms);
        (terms with { Allotments = [] }).ShouldBe(PlanTerms.None);
        (terms with { Proration = Proration.ByDays }).ShouldNotBe(terms);
        (terms with { Trial = new(1, Then: null) }).ShouldNotBe(terms);
        (terms with { Period = new(new(1, TermUnit.Year), CycleAnchor.Calendar) }).ShouldNotBe(terms);
        (Given.Plan("pro") with { Terms = terms }).ShouldNotBe(Given.Plan("pro"));
    }
}
