package org.fragcache.conformance;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may know whom: the specification's side and the cache meet in one class. */
@AnalyzeClasses(packages = "org.fragcache", importOptions = DoNotIncludeTests.class)
final class LayersTest {
  @ArchTest
  static final ArchRule SPEC_KNOWS_NO_CACHE =
      noClasses()
          .that()
          .resideInAPackage("org.fragcache.spec..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.fragcache", "org.fragcache.conformance..");

  @ArchTest
  static final ArchRule CACHE_KNOWS_NO_SPEC =
      noClasses()
          .that()
          .resideInAPackage("org.fragcache")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.fragcache.spec..", "org.fragcache.conformance..");

  @ArchTest
  static final ArchRule ONE_SUBJECT_KNOWS_THE_CACHE =
      noClasses()
          .that()
          .resideInAPackage("org.fragcache.conformance..")
          .and()
          .doNotHaveFullyQualifiedName(ImplSubject.class.getName())
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.fragcache");
}
